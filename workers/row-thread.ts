import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { RowMaker } from "../routing/routers/row-maker.js";
import type { RowTable } from "../routing/routers/row-table.js";
import {
  type Control,
  lastCall,
  reportFailure,
  reportRow,
  tablesSent,
  takeRow,
  waitForCall,
} from "./row-control.js";

/**
 * A helper of `RowThreads`: takes rows of the table it was sent last, until none is left, and sleeps until the next
 * call. It never comes to its event loop; the thread that started it ends it.
 */

const control = workerData as Control;
const port = parentPort as MessagePort;
const maker = new RowMaker();
let table: RowTable | undefined;
let tables = 0;
let isAtRow = false;

process.on("exit", () => {
  if (isAtRow) reportFailure(control);
});

function work(row: number): void {
  // Tables are sent before the call whose rows are theirs.
  while (tables !== tablesSent(control)) {
    table = receiveMessageOnPort(port)?.message as RowTable;
    maker.take(table);
    tables++;
  }
  maker.refresh((table as RowTable).due[row]);
}

for (;;) {
  const call = lastCall(control);
  for (let row = takeRow(control); row >= 0; row = takeRow(control)) {
    isAtRow = true;
    work(row);
    isAtRow = false;
    reportRow(control);
  }
  waitForCall(control, call);
}
