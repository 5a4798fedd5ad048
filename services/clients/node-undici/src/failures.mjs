// The kinds of failed requests, and their counts.
import { errors } from 'undici';

/** A failure that has its kind. */
export class Failure extends Error {
  constructor(kind, message, status = null) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

const KINDS_BY_CODE = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'connect_timeout',
  EMFILE: 'fd_limit',
  ENFILE: 'fd_limit',
  EADDRNOTAVAIL: 'port_exhausted',
  UND_ERR_SOCKET: 'eof', // undici: "other side closed"
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'eof',
  HPE_INVALID_EOF_STATE: 'eof',
};

/** What neither the system nor undici reports as an error of theirs is a fault of this program: thrown on. */
export function asFailure(error) {
  if (error instanceof Failure) return error;
  const isOfUndici = error instanceof errors.UndiciError || error instanceof errors.HTTPParserError;
  const isOfSystem = typeof error.code === 'string' && typeof error.syscall === 'string';
  // Of several addresses of a name none answered.
  const isOfSeveral = error instanceof AggregateError && typeof error.code === 'string';
  if (!isOfUndici && !isOfSystem && !isOfSeveral) throw error;
  return new Failure(KINDS_BY_CODE[error.code] ?? 'other', error.message);
}

export function countFailure(counts, { kind, status }) {
  if (kind === 'http_status') {
    counts.http_status ??= {};
    counts.http_status[status] = (counts.http_status[status] ?? 0) + 1;
  } else {
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
}

/** Adds up two sets of counts. */
export function mergeCounts(a, b) {
  const sum = { ...a };
  for (const [kind, count] of Object.entries(b)) {
    sum[kind] =
      typeof count === 'object' ? mergeCounts(a[kind] ?? {}, count) : (a[kind] ?? 0) + count;
  }
  return sum;
}
