import type { TransferRequest } from "./network-service.js";

/**
 * A copy of what a sender asks for.
 * @throws RangeError for a node that does not exist, or a size, rate, priority or text that cannot be
 */
export function checkRequest(request: TransferRequest, nodeCount: number): TransferRequest {
  const { from, to, sizeBytes, priority, maxRateBps, purpose, workflowId } = request;
  checkNode(from, nodeCount);
  checkNode(to, nodeCount);
  if (!(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0)) {
    throw new RangeError(`expected sizeBytes as a whole number of at least 0; got ${sizeBytes}`);
  }
  if (priority !== undefined && !Number.isSafeInteger(priority)) {
    throw new RangeError(`expected priority as a whole number, the lowest first; got ${priority}`);
  }
  if (maxRateBps !== undefined && !(maxRateBps > 0 && maxRateBps < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`expected maxRateBps above 0; got ${maxRateBps}`);
  }
  checkText("purpose", purpose);
  checkText("workflowId", workflowId);
  return { ...request };
}

export function checkNode(node: number, nodeCount: number): void {
  if (!Number.isInteger(node) || node < 0 || node >= nodeCount) {
    throw new RangeError(`no node ${node}; ids are 0 to ${nodeCount - 1}`);
  }
}

/** Authors in plain JavaScript may hand over anything. */
function checkText(key: string, text: unknown): void {
  if (text !== undefined && typeof text !== "string") {
    throw new RangeError(`expected ${key} as text; got ${String(text)}`);
  }
}
