import { expect, test } from "vitest";
import { EventBus, type SimEvent } from "../../../sim/host/event-bus.js";

function busAt(nowNs: () => number) {
  const recorded: SimEvent[] = [];
  return { recorded, bus: new EventBus(nowNs, (event) => recorded.push(event)) };
}

test("records every event with its time and its place among all, listened to or not", () => {
  let now = 0;
  const { bus, recorded } = busAt(() => now);
  bus.emit("a", "me", { n: 1 });
  now = 1_500_000_000;
  bus.emit("b", "you", {});
  expect(recorded).toEqual([
    { kind: "a", subject: "me", data: { n: 1 }, dataJson: '{"n":1}', time: 0, timeNs: 0, seq: 0 },
    { kind: "b", subject: "you", data: {}, dataJson: "{}", time: 1.5, timeNs: 1_500_000_000, seq: 1 },
  ]);
});

test("tells the listeners of a kind in the order of their subscription, after recording", () => {
  const { bus, recorded } = busAt(() => 0);
  const heard: string[] = [];
  bus.on("a", () => heard.push(`first, ${recorded.length} recorded`));
  bus.on("b", () => heard.push("of another kind"));
  bus.on("a", () => heard.push("second"));
  bus.emit("a", "me", {});
  expect(heard).toEqual(["first, 1 recorded", "second"]);
});

test("a subscription ends by itself, also where one function subscribed twice or ends it from within", () => {
  const { bus } = busAt(() => 0);
  let calls = 0;
  const listener = () => {
    calls++;
  };
  const end = bus.on("a", listener);
  bus.on("a", listener);
  end();
  bus.emit("a", "me", {});
  expect(calls).toBe(1);
  const endAfterOne = bus.on("once", () => {
    calls++;
    endAfterOne();
  });
  bus.on("once", () => {
    calls += 10;
  });
  bus.emit("once", "me", {});
  bus.emit("once", "me", {});
  expect(calls).toBe(1 + 1 + 20);
});

test("what a listener emits comes after the event that it heard, with the next number", () => {
  const { bus, recorded } = busAt(() => 0);
  bus.on("a", () => bus.emit("b", "me", {}));
  bus.emit("a", "me", {});
  expect(recorded.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(["a 0", "b 1"]);
});

test("what is merely told is not recorded, takes no place, and is not made where nobody listens", () => {
  const { bus, recorded } = busAt(() => 2_000_000_000);
  let made = 0;
  const data = () => ({ n: ++made });
  bus.tell("a", "me", data);
  expect(made).toBe(0);
  const heard: SimEvent[] = [];
  const end = bus.on("a", (event) => heard.push(event));
  bus.tell("a", "me", data);
  end();
  bus.tell("a", "me", data);
  bus.emit("a", "me", {});
  expect(made).toBe(1);
  expect(
    heard.map(({ kind, subject, data, dataJson, time, timeNs, seq }) => [
      kind,
      subject,
      data,
      dataJson,
      time,
      timeNs,
      seq,
    ]),
  ).toEqual([["a", "me", { n: 1 }, '{"n":1}', 2, 2_000_000_000, 0]]);
  expect(recorded.map(({ seq }) => seq)).toEqual([0]);
});
