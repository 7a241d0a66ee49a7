import { IsBoolean } from 'class-validator';

export class CompleteChallengeDto {
  /**
   * Whether the owner of the card approves the charge.
   * @example true
   */
  @IsBoolean()
  approve!: boolean;
}
