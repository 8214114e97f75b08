export type TakeErrorCode =
  | 'usage'
  | 'unknown_starter'
  | 'unknown_feature'
  | 'bad_name'
  | 'not_empty'
  | 'not_writable'
  | 'inside_repository'
  | 'not_a_starter'
  | 'damaged_record'
  | 'changed_by_hand';

/** Why a starter is not taken, in words for whoever asked. */
export class TakeError extends Error {
  readonly code: TakeErrorCode;

  constructor(code: TakeErrorCode, message: string) {
    super(message);
    this.name = 'TakeError';
    this.code = code;
  }
}
