import type { Demand, ServiceSpec, TaskRequest } from "./compute-service.js";

/** Priorities of tasks, as those of the kernel's events. */
const LOWEST_PRIORITY = -256;
const HIGHEST_PRIORITY = 256;

/** @throws RangeError naming the part that cannot be */
export function checkRequest(request: TaskRequest): void {
  const { cpuSeconds, cores = 1, deadline, priority = 0 } = request;
  atLeastZero("cpuSeconds", cpuSeconds);
  aboveZero("cores", cores);
  if (deadline !== undefined) aboveZero("deadline", deadline);
  if (!Number.isInteger(priority) || priority < LOWEST_PRIORITY || priority > HIGHEST_PRIORITY) {
    throw new RangeError(
      `priority: expected a whole number from ${LOWEST_PRIORITY} to ${HIGHEST_PRIORITY}; got ${priority}`,
    );
  }
  checkDemand(request);
}

/** @throws RangeError naming the part that cannot be */
export function checkService(service: ServiceSpec): void {
  if (typeof service.name !== "string" || service.name === "") {
    throw new RangeError(`name: expected the name of a service; got ${String(service.name)}`);
  }
  atLeastZero("cores", service.cores ?? 0);
  checkDemand(service);
}

/** @throws RangeError naming the part that cannot be */
export function checkDemand({ memoryMb = 0, storageMb = 0, accelerators = {} }: Demand): void {
  atLeastZero("memoryMb", memoryMb);
  atLeastZero("storageMb", storageMb);
  for (const [kind, units] of Object.entries(accelerators)) {
    if (!Number.isInteger(units) || units < 0) {
      throw new RangeError(`accelerators.${kind}: expected a whole number of at least 0; got ${units}`);
    }
  }
}

function atLeastZero(what: string, value: number): void {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what}: expected a finite number of at least 0; got ${value}`);
  }
}

function aboveZero(what: string, value: number): void {
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${what}: expected a finite number above 0; got ${value}`);
  }
}
