import { describe, expect, it } from "vitest";
import { TreeStore } from "../../routing/routers/tree-store.js";

describe("TreeStore", () => {
  const bytesOfTwo = 2 * 10 * 8;

  it("drops the tree that was not used for the longest, and uses its arrays again", () => {
    const store = new TreeStore(bytesOfTwo);
    store.reset(10, false);
    const first = store.add(1);
    const second = store.add(2);
    expect(store.get(1)).toBe(first);
    const third = store.add(3);
    expect(third.costs).toBe(second.costs);
    expect(store.get(2)).toBeUndefined();
    expect(store.get(1)).toBe(first);
  });

  it("uses no arrays of a tree that is lent out", () => {
    const store = new TreeStore(bytesOfTwo);
    store.reset(10, false);
    const lent = store.add(1);
    store.lend(lent);
    store.add(2);
    expect(store.add(3).costs).not.toBe(lent.costs);
    store.reset(10, false);
    expect(store.get(1)).toBeUndefined();
  });

  it("makes new arrays when the network grows, and room for hops when they are kept", () => {
    const store = new TreeStore();
    store.reset(10, false);
    expect(store.add(1).hops).toBeUndefined();
    store.reset(20, true);
    const tree = store.add(1);
    expect(tree.costs).toHaveLength(20);
    expect(tree.hops).toHaveLength(20);
  });

  it("holds one tree at least, however little memory there is", () => {
    const store = new TreeStore(1);
    store.reset(1000, true);
    const tree = store.add(5);
    expect(store.get(5)).toBe(tree);
    store.add(6);
    expect(store.get(5)).toBeUndefined();
  });
});
