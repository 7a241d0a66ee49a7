import { PlainText } from '../../platform/http/plain-text.ts';

export class RefreshDto {
  /**
   * The newest refresh token of the session. It works once.
   * @example '01939c1e-5a3b-7c1d-9e2f-0a1b2c3d4e5f.Zk3ZbX0m8c1e2fY5l0QvWgq7m1o9b2n4c6x8z0a2s4d6f8g0h2j4k6l8q0w2e4r6t'
   */
  @PlainText({ min: 1, max: 256 })
  refreshToken!: string;
}
