import type { WriteStream } from "node:tty";

const REDRAW_MS = 100;

/** One line on a terminal that says how far a run is, how fast, and how long it will take. */
export class ProgressLine {
  readonly #stream: WriteStream;
  readonly #enabled: boolean;
  readonly #unit: string;
  readonly #began = Date.now();
  #total: number;
  #drawn = 0;

  /** @param unit what is counted, in the singular */
  constructor(stream: WriteStream, total: number, enabled: boolean, unit = "tick") {
    this.#stream = stream;
    this.#total = total;
    this.#enabled = enabled;
    this.#unit = unit;
  }

  /** @param total how much there is to do, where more has come up since */
  update(done: number, total: number = this.#total): void {
    this.#total = total;
    const now = Date.now();
    if (!this.#enabled || (now - this.#drawn < REDRAW_MS && done < this.#total)) return;
    this.#drawn = now;
    const seconds = Math.max(1e-3, (now - this.#began) / 1000);
    const rate = done / seconds;
    const left = (this.#total - done) / rate;
    const percent = Math.floor((100 * done) / this.#total);
    this.#draw(
      `${this.#unit} ${done} of ${this.#total} (${percent} %), ${rate.toFixed(1)} ${this.#unit}s/s, ${formatDuration(left)} left`,
    );
  }

  /** Leaves an empty line for other text; the next `update` draws anew. */
  clear(): void {
    if (this.#drawn === 0) return;
    this.#draw("");
    this.#drawn = 0;
  }

  #draw(text: string): void {
    this.#stream.write(`\r\x1b[2K${text}`);
  }
}

function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
