import { finished, pipeline, Transform, type Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { refuse } from '../../shared/refusal.ts';

/** Bounds of what readers can keep of this process, however slowly they read. */
export interface FileLimits {
  readonly underWay: number;
  readonly underWayOfUser: number;
  /** How long a file may make no progress. */
  readonly stallMs: number;
  /** How long a file may take from its beginning to its end: who reads a little now and then makes progress too. */
  readonly wholeMs: number;
}

const LIMITS: FileLimits = { underWay: 8, underWayOfUser: 2, stallMs: 30_000, wholeMs: 600_000 };
const RETRY_AFTER_SECONDS = 5;

/** Makes the file of a user's when there is a place for it. */
export type FileOpener = (make: () => Readable) => Readable;

/** The files that this process is sending. Each has its place until it has been read, broke off, made no progress for too long, or took too long. */
@Injectable()
export class StatementFiles {
  protected readonly limits: FileLimits = LIMITS;
  private readonly logger = new Logger(StatementFiles.name);
  /** How many each user has under way. */
  private readonly places = new Map<string, number>();
  private underWay = 0;

  /** Refuses `rate_limited` when the user, or the process, has as many files under way as it may. */
  opener(userId: string): FileOpener {
    return (make) => {
      this.take(userId);
      try {
        return this.watched(make(), () => this.leave(userId));
      } catch (error) {
        this.leave(userId);
        throw error;
      }
    };
  }

  private take(userId: string): void {
    const own = this.places.get(userId) ?? 0;
    if (own >= this.limits.underWayOfUser || this.underWay >= this.limits.underWay) {
      throw refuse('rate_limited', 'Too many files are being sent; read one to its end, or try again shortly', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    this.places.set(userId, own + 1);
    this.underWay += 1;
  }

  private leave(userId: string): void {
    const own = (this.places.get(userId) ?? 0) - 1;
    if (own > 0) this.places.set(userId, own);
    else this.places.delete(userId);
    this.underWay -= 1;
  }

  private watched(file: Readable, over: () => void): Readable {
    const { stallMs, wholeMs } = this.limits;
    const sent = new Transform({
      transform(chunk, _encoding, done) {
        stall.refresh();
        done(null, chunk);
      },
    });
    const cutAfter = (ms: number, why: string): NodeJS.Timeout =>
      setTimeout(() => sent.destroy(new Error(`${why} in ${ms} ms`)), ms).unref();
    const [stall, whole] = [cutAfter(stallMs, 'no progress'), cutAfter(wholeMs, 'not read to its end')];
    finished(sent, (error) => {
      clearTimeout(stall);
      clearTimeout(whole);
      over();
      // A reader that goes is no fault of ours.
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
        this.logger.warn(`A statement file was cut short: ${error.message}`);
      }
    });
    // What goes wrong on either side ends the other; it is told above.
    pipeline(file, sent, () => undefined);
    return sent;
  }
}
