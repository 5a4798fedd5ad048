/** Reads a client's events in their order; what breaks the protocol is named with its line number. */
import { z } from 'zod';
import type { AnyClientEvent, AnyClientRun, ClientSettings } from './client-events.ts';
import { IntervalSeries } from './interval-series.ts';

/** The client broke the protocol or said that it could not run; the text says how. */
export class ClientFault extends Error {}

type EventOf<Name extends AnyClientEvent['event']> = Extract<AnyClientEvent, { event: Name }>;

/** Which events may come next, by the last one. */
const NEXT: Record<AnyClientEvent['event'] | 'start', readonly AnyClientEvent['event'][]> = {
  start: ['hello'],
  hello: ['connected', 'failed'],
  connected: ['interval', 'measuring', 'failed'],
  interval: ['interval', 'measuring', 'window_end', 'failed'],
  measuring: ['interval', 'window_end', 'failed'],
  window_end: ['result', 'failed'],
  result: [],
  failed: [],
};

const SHOWN = 120;
/** One fault for each of many thousand pairs would fill the journal. */
const SHOWN_DETAILS = 400;

/** What the client may print: `clientEventSchema`, or `loadOnlyEventSchema`. */
export type EventSchema = z.ZodType<AnyClientEvent>;

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function parseLine(text: string, number: number, schema: EventSchema): AnyClientEvent {
  const shown = shortened(text, SHOWN);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ClientFault(`line ${number} of its output is not valid JSON: ${shown}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = shortened(z.prettifyError(parsed.error).split('\n').join(' '), SHOWN_DETAILS);
  throw new ClientFault(
    `line ${number} of its output does not fit the schema: ${details} in ${shown}`,
  );
}

export interface ProtocolHooks {
  readonly onHello?: (settings: ClientSettings) => void;
  readonly onConnected?: () => void;
  readonly onMeasuring: () => void;
  readonly onWindowEnd: () => void;
}

export class ClientProtocol {
  readonly #schema: EventSchema;
  readonly #hooks: ProtocolHooks;
  #last: keyof typeof NEXT = 'start';
  #lines = 0;
  #hello: EventOf<'hello'> | null = null;
  #connected: EventOf<'connected'> | null = null;
  #windowEnd: EventOf<'window_end'> | null = null;
  #result: EventOf<'result'> | null = null;
  readonly #intervals = new IntervalSeries();

  constructor(schema: EventSchema, hooks: ProtocolHooks) {
    this.#schema = schema;
    this.#hooks = hooks;
  }

  /** Throws a ClientFault. Blank lines are nothing. */
  line(text: string): void {
    this.#lines += 1;
    if (text.trim() === '') return;
    const event = parseLine(text, this.#lines, this.#schema);
    if (!NEXT[this.#last].includes(event.event))
      throw new ClientFault(
        `line ${this.#lines} of its output: "${event.event}" cannot follow "${this.#last}"`,
      );
    this.#last = event.event;
    this.#take(event);
  }

  #take(event: AnyClientEvent): void {
    switch (event.event) {
      case 'hello':
        this.#hello = event;
        this.#hooks.onHello?.(event.settings);
        return;
      case 'connected':
        this.#connected = event;
        this.#hooks.onConnected?.();
        return;
      case 'interval': {
        const { phase, elapsed_ns, completed, errors } = event;
        this.#intervals.add({ phase, elapsed_ns, completed, errors });
        return;
      }
      case 'measuring':
        this.#hooks.onMeasuring();
        return;
      case 'window_end':
        this.#windowEnd = event;
        this.#hooks.onWindowEnd();
        return;
      case 'result':
        this.#result = event;
        return;
      case 'failed':
        throw new ClientFault(
          `it could not run: ${shortened(`${event.kind}: ${event.message}`, SHOWN_DETAILS)}`,
        );
    }
  }

  /** The whole run; throws a ClientFault when something is missing. */
  finish(): AnyClientRun {
    if (!this.#hello || !this.#connected || !this.#windowEnd || !this.#result)
      throw new ClientFault(
        this.#last === 'start'
          ? 'it printed no event'
          : `its events end after "${this.#last}", there is no result`,
      );
    return {
      hello: this.#hello,
      connected: this.#connected,
      intervals: this.#intervals.all(),
      window_end: this.#windowEnd,
      result: this.#result,
    };
  }
}
