// One event loop's share of the load, from opening its connections to its result.
import { setTimeout as delay } from 'node:timers/promises';
import { nowNs } from './clock.mjs';
import { asFailure } from './failures.mjs';
import { Lane } from './lane.mjs';
import { Load } from './load.mjs';
import { OrderBuilder } from './orders.mjs';
import { ClosedLoop, OpenLoop } from './pacing.mjs';
import { Phases, Tickets } from './phases.mjs';

/**
 * Emits everything from `connected` to the result, or `failed`. `share` is {first, step}: which
 * connections, order ids and due times are its own. `start` is asked for the common start.
 */
export async function runShare({ settings, share, ticketMemory, emit, start }) {
  const { first, step } = share;
  const count = Math.floor((settings.connections - first - 1) / step) + 1;
  const lanes = Array.from({ length: count }, () => new Lane(settings));
  const begunNs = nowNs();
  try {
    if (settings.keep_alive) await Promise.all(lanes.map((lane) => lane.open(settings.timeout_ms)));
  } catch (error) {
    const { kind, message } = asFailure(error);
    emit({ event: 'failed', kind, message });
    await closeAll(lanes);
    return;
  }
  emit({ event: 'connected', connections: opened(lanes), elapsed_ns: nowNs() - begunNs });

  const startNs = await start();
  const tickets = ticketMemory === null ? null : new Tickets(ticketMemory);
  const phases = new Phases(startNs, settings, tickets);
  const { rate_per_s } = settings;
  const load = new Load({
    lanes,
    phases,
    orders: new OrderBuilder(settings.payload_bytes, first, step),
    newPacer: (send) =>
      rate_per_s === null ? new ClosedLoop(send) : new OpenLoop(send, rate_per_s, startNs, share),
    emit,
    timeout_ms: settings.timeout_ms,
  });
  if (startNs > nowNs()) await delay((startNs - nowNs()) / 1e6);
  await load.run();
  emit(resultOf(phases, load.pacer, lanes));
  await closeAll(lanes);
}

function resultOf(phases, pacer, lanes) {
  const { send_delay_ns, ...account } = phases.account();
  const open_loop = pacer.account(phases.window.startsNs, phases.window.endsNs);
  return {
    event: 'result',
    ...account,
    connections_opened: opened(lanes),
    open_loop: open_loop && { ...open_loop, send_delay_ns },
  };
}

const opened = (lanes) => lanes.reduce((sum, lane) => sum + lane.opened, 0);

const closeAll = (lanes) => Promise.all(lanes.map((lane) => lane.close()));
