/** The door of `sim/services/network/queue`: packets, stored and forwarded hop by hop. */
export type { QueueFigures } from "./out-port.js";
export { QueueTransport } from "./queue-transport.js";
