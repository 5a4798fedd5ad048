/** Where the output of a container goes: lines of stdout to whoever waits for them, the rest into logs. */
import type { OutputSinks } from '../../host/docker/frames.ts';
import type { OutputForm } from '../../host/docker/output.ts';
import { LineSplitter } from '../lines.ts';
import { ServiceLog } from './service-log.ts';

export interface ServiceOutput {
  readonly sinks: OutputSinks;
  /** Of stderr. */
  readonly log: ServiceLog;
  /** The stream has ended: delivers a last line without its end. */
  finish(): void;
  close(): void;
}

export interface ServerOutput extends ServiceOutput {
  /** The first line on stdout, once there is one. */
  readonly first_line: Promise<string>;
}

/** With a terminal, stderr comes among the lines of stdout: only what may be an event is delivered. */
function eventsOnly(log: ServiceLog, onLine: (line: string) => void): (line: string) => void {
  return (line) => {
    if (line.startsWith('{')) onLine(line);
    else log.write(Buffer.from(`${line}\n`));
  };
}

/** Of a server one event is wanted; what comes after it is for the log, whatever it looks like. */
function firstEvent(log: ServiceLog, announce: (line: string) => void): (line: string) => void {
  let take = eventsOnly(log, (line) => {
    announce(line);
    take = (later) => {
      log.write(Buffer.from(`${later}\n`));
    };
  });
  return (line) => {
    take(line);
  };
}

export function serverOutput(log_base: string, form: OutputForm): ServerOutput {
  const out = new ServiceLog(`${log_base}.out.log`);
  const log = new ServiceLog(`${log_base}.err.log`);
  let announce: (line: string) => void = () => undefined;
  const first_line = new Promise<string>((resolve) => {
    announce = resolve;
  });
  let splitter: LineSplitter | null = new LineSplitter(
    form === 'terminal'
      ? firstEvent(log, announce)
      : (line) => {
          announce(line);
          splitter = null; // nobody reads the others, they are in the log
        },
  );
  return {
    first_line,
    log,
    sinks: {
      stdout: (chunk) => {
        out.write(chunk);
        splitter?.push(chunk);
      },
      stderr: (chunk) => {
        log.write(chunk);
      },
    },
    finish: () => {
      if (form === 'terminal') splitter?.end();
    },
    close: () => {
      out.close();
      log.close();
    },
  };
}

export function clientOutput(
  log_base: string,
  onLine: (line: string) => void,
  form: OutputForm,
): ServiceOutput {
  const log = new ServiceLog(`${log_base}.err.log`);
  const splitter = new LineSplitter(form === 'terminal' ? eventsOnly(log, onLine) : onLine);
  return {
    log,
    sinks: {
      stdout: (chunk) => {
        splitter.push(chunk);
      },
      stderr: (chunk) => {
        log.write(chunk);
      },
    },
    finish: () => {
      splitter.end();
    },
    close: () => {
      log.close();
    },
  };
}
