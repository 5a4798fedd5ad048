/** A client in this process that keeps the contract, and lets a test bend one thing it does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import {
  CLIENT_SCHEMA,
  type ClientEvent,
  type ClientSettings,
} from '../../../src/measure/client-events.ts';
import type { RunClient } from '../../../src/measure/conformance/client-run.ts';
import { calibratedWallClock } from '../../../src/measure/conformance/wall-clock.ts';
import type { Bends } from './model-bends.ts';
import { Failure, FailureCounts, kindOf, Tally } from './model-books.ts';
import { orderBody } from './model-order.ts';
import { readSettings } from './model-settings.ts';

type Result = Extract<ClientEvent, { event: 'result' }>;

export function modelClient(bends: Bends = {}): RunClient {
  return async (args) => {
    const settings = readSettings(args);
    if (settings === null) {
      return { events: [], exitCode: bends.exit_code ?? 2, stderrTail: 'a wrong flag' };
    }
    const events: ClientEvent[] = [];
    const run = new ModelRun(settings, bends, (event) => {
      const bent = bends.event === undefined ? event : bends.event(event);
      if (bent !== null) {
        events.push(bent);
      }
    });
    const completed = await run.toItsEnd();
    return { events, exitCode: bends.exit_code ?? (completed ? 0 : 1), stderrTail: '' };
  };
}

class ModelRun {
  readonly #told: ClientSettings;
  readonly #settings: ClientSettings;
  readonly #bends: Bends;
  readonly #emit: (event: ClientEvent) => void;
  readonly #now_ns = calibratedWallClock();
  #phase: 'warmup' | 'window' | 'drained' = 'warmup';
  #phase_began_ms = performance.now();
  #window_ns = 0;
  #sent = 0;
  #connections_opened = 0;
  readonly #requests = { warmup: 0, window: 0, drained: 0 };
  readonly #failures = { inside: new FailureCounts(), outside: new FailureCounts() };
  readonly #rtt = new Tally();
  readonly #server_latency = new Tally();
  readonly #send_delay = new Tally();
  readonly #failure_rtt = new Tally();
  #next_due = 0;
  #phase_zero_ms = 0;
  #due_and_sent = 0;

  constructor(told: ClientSettings, bends: Bends, emit: (event: ClientEvent) => void) {
    this.#told = told;
    this.#settings = bends.settings?.(told) ?? told;
    this.#bends = bends;
    this.#emit = emit;
  }

  /** False: the connections could not be opened. */
  async toItsEnd(): Promise<boolean> {
    const { connections, keep_alive } = this.#settings;
    this.#emit({
      event: 'hello',
      schema: CLIENT_SCHEMA,
      name: 'model',
      pid: process.pid,
      versions: {},
      settings: this.#told,
    });
    const clients = keep_alive ? Array.from({ length: connections }, () => this.#newClient()) : [];
    try {
      await Promise.all(clients.map((client) => this.#ask(client, 'GET', '/stats', null)));
    } catch (error) {
      this.#emit({ event: 'failed', kind: kindOf(error), message: String(error) });
      return false;
    }
    this.#emit({ event: 'connected', connections: clients.length, elapsed_ns: this.#elapsed_ns() });
    this.#phase_zero_ms = performance.now();
    this.#phase_began_ms = this.#phase_zero_ms;
    const ticker = setInterval(() => {
      this.#tick();
    }, 100);
    await Promise.all([
      this.#load(clients),
      this.#keepTime(),
      this.#bends.late_lane === true && this.#lateLane(),
    ]);
    clearInterval(ticker);
    this.#emit(this.#result());
    await Promise.all(clients.map((client) => client.destroy()));
    return true;
  }

  async #keepTime(): Promise<void> {
    const { warmup_ms, duration_ms } = this.#settings;
    await sleep(warmup_ms);
    this.#measure();
    if (duration_ms !== null) {
      await sleep(duration_ms);
      this.#endWindow();
    }
  }

  #newClient(): Client {
    const client = new Client(this.#settings.url, {
      pipelining: this.#bends.loop === 'pipelined' ? 2 : 1,
    });
    client.on('connect', () => {
      this.#connections_opened += 1;
    });
    return client;
  }

  async #load(clients: readonly Client[]): Promise<void> {
    const { connections, rate_per_s } = this.#settings;
    const lanes = Array.from({ length: connections }, (_, lane) => clients[lane] ?? null);
    if (rate_per_s !== null) {
      await Promise.all(lanes.map((client) => this.#openLane(client, rate_per_s)));
      return;
    }
    switch (this.#bends.loop) {
      case 'batches':
        while (this.#phase !== 'drained') {
          await Promise.all(lanes.map((client) => this.#order(client, performance.now())));
        }
        return;
      case 'pipelined':
        await Promise.all([...lanes, ...lanes].map((client) => this.#closedLane(client)));
        return;
      case undefined:
        await Promise.all(lanes.map((client) => this.#closedLane(client)));
    }
  }

  async #lateLane(): Promise<void> {
    const { warmup_ms, duration_ms } = this.#settings;
    await sleep(warmup_ms + (duration_ms ?? 0) / 2);
    const client = this.#newClient();
    await this.#closedLane(client);
    await client.destroy();
  }

  async #closedLane(client: Client | null): Promise<void> {
    while (this.#phase !== 'drained') {
      await this.#order(client, performance.now());
    }
  }

  /** Takes the next due order off the common schedule, waits for its time and sends it. */
  async #openLane(client: Client | null, rate_per_s: number): Promise<void> {
    for (;;) {
      const index = this.#next_due++;
      const due_ms = this.#phase_zero_ms + (index * 1000) / rate_per_s;
      if (index >= this.#dueBefore('drained')) {
        return;
      }
      while (performance.now() < due_ms) {
        await sleep(Math.max(1, due_ms - performance.now()));
      }
      if (this.#phase === 'drained') {
        return;
      }
      if (this.#bends.schedule === 'slips' && performance.now() > due_ms + 50) {
        continue;
      }
      this.#due_and_sent += index >= this.#dueBefore('window') ? 1 : 0;
      await this.#order(client, due_ms);
    }
  }

  /** Orders due before a phase begins. */
  #dueBefore(phase: 'window' | 'drained'): number {
    const { rate_per_s, warmup_ms, duration_ms } = this.#settings;
    const before_ms = phase === 'window' ? warmup_ms : warmup_ms + (duration_ms ?? 0);
    return Math.ceil(((rate_per_s ?? 0) * before_ms) / 1000);
  }

  async #order(client: Client | null, due_ms: number): Promise<void> {
    const own = client ?? this.#newClient();
    const count = this.#sent++;
    const now_ns = this.#now_ns();
    const { order_id, body } = orderBody(
      this.#bends.counter?.(count) ?? count,
      this.#bends.timestamp?.(now_ns) ?? now_ns,
      this.#settings.payload_bytes,
    );
    const sent_ms = performance.now();
    try {
      const answer = await this.#ask(own, 'POST', '/order', this.#bends.body?.(body) ?? body);
      const parsed = JSON.parse(answer) as Record<string, unknown>;
      const right = parsed.status === 'success' && parsed.order_id === order_id;
      if (!right && this.#bends.trusts_answers !== true) {
        throw new Failure('bad_body');
      }
      this.#succeeded(due_ms, sent_ms, Number(parsed.latency_ns));
    } catch (error) {
      this.#failed(kindOf(error), due_ms);
    }
    if (client === null) {
      await own.destroy();
    }
    const done = this.#requests.window + this.#failures.inside.total;
    if (this.#phase === 'window' && done === this.#settings.requests) {
      this.#endWindow();
    }
  }

  async #ask(
    client: Client,
    method: 'GET' | 'POST',
    path: string,
    body: string | null,
  ): Promise<string> {
    const response = await client.request({
      method,
      path,
      body,
      headers:
        body === null ? {} : { 'Content-Type': this.#bends.content_type ?? 'application/json' },
      reset: !this.#settings.keep_alive,
      ...(this.#bends.loop === 'pipelined' ? { idempotent: true, blocking: false } : {}),
      signal: AbortSignal.timeout(this.#settings.timeout_ms),
    });
    const text = await response.body.text();
    if (response.statusCode !== 200) {
      throw new Failure(`http_status ${response.statusCode}`);
    }
    return text;
  }

  #succeeded(due_ms: number, sent_ms: number, latency_ns: number): void {
    this.#requests[this.#phase] += 1;
    if (this.#phase === 'window') {
      this.#rtt.values.push(Math.round((performance.now() - due_ms) * 1e6));
      this.#send_delay.values.push(Math.round((sent_ms - due_ms) * 1e6));
      this.#server_latency.values.push(latency_ns);
    }
  }

  #failed(kind: string, due_ms: number): void {
    const named = this.#bends.kind?.(kind) ?? kind;
    const counts = this.#phase === 'window' ? this.#failures.inside : this.#failures.outside;
    counts.add(named);
    if (this.#phase === 'window') {
      this.#failure_rtt.values.push(Math.round((performance.now() - due_ms) * 1e6));
    }
  }

  #tick(): void {
    if (this.#phase !== 'drained') {
      this.#emit({
        event: 'interval',
        phase: this.#phase,
        elapsed_ns: this.#elapsed_ns(),
        completed: 0,
        errors: 0,
      });
    }
  }

  #measure(): void {
    this.#phase = 'window';
    this.#phase_began_ms = performance.now();
    this.#emit({ event: 'measuring' });
  }

  #endWindow(): void {
    this.#window_ns = this.#elapsed_ns();
    this.#phase = 'drained';
    this.#emit({
      event: 'window_end',
      elapsed_ns: this.#window_ns,
      completed: this.#requests.window,
      errors: this.#failures.inside.total,
    });
  }

  #elapsed_ns(): number {
    return Math.round((performance.now() - this.#phase_began_ms) * 1e6);
  }

  #result(): Result {
    const { rate_per_s } = this.#settings;
    const due = this.#dueBefore('drained') - this.#dueBefore('window');
    const unsent = this.#bends.schedule === 'slips' ? 0 : due - this.#due_and_sent;
    return {
      event: 'result',
      window_ns: this.#window_ns,
      requests: { ...this.#requests },
      rtt_ns: this.#rtt.latencies(),
      server_latency_ns: this.#server_latency.latencies(),
      errors: this.#failures.inside.errors,
      errors_outside_window: this.#failures.outside.errors,
      failure_rtt_ns: {
        count: this.#failure_rtt.values.length,
        sum: this.#failure_rtt.latencies().sum,
        max: this.#failure_rtt.latencies().max ?? 0,
      },
      connections_opened: this.#connections_opened,
      open_loop:
        rate_per_s === null
          ? null
          : {
              rate_per_s,
              due,
              unsent,
              send_delay_ns: this.#send_delay.latencies(),
            },
    };
  }
}
