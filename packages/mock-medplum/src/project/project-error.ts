/** What may be wrong with the data of a project. */
export type ProjectErrorCode = 'folder_unreadable' | 'file_invalid' | 'resource_invalid' | 'project_missing';

/** The data of a project cannot be used; the message is one line that says where and why. */
export class ProjectError extends Error {
  readonly code: ProjectErrorCode;

  constructor(code: ProjectErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProjectError';
    this.code = code;
  }
}
