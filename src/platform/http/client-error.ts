import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { refuse } from '../../shared/refusal.ts';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.ts';

const STATUS_OF: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** Answers what is not HTTP, or not in time: there is no request yet, so it is written to the socket by hand. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy(error);
    return;
  }
  const requestId = requestIdOf({ headers: {} });
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const body = JSON.stringify({ ...problemOf(refuse('malformed_request'), requestId), status });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `${REQUEST_ID_HEADER}: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
