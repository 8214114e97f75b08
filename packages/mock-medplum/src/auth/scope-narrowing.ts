type SmartScope = Readonly<{ level: string; resourceType: string; letters: string; query: string | undefined }>;

const smartScope = /^(patient|user|system)\/(\w+|\*)\.(read|write|\*|c?r?u?d?s?)(?:\?(.+))?$/;

const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/**
 * Tells whether every SMART scope that is submitted lies within one that was asked for, of the same type: as with
 * Medplum, `*` does not make way for one type. Other scopes, `openid` or
 * `offline_access`, may come and go, as in Medplum.
 *
 * @see SMART App Launch 2.2, "Scopes for requesting FHIR Resources"
 */
export function isWithinScope(submitted: string, original: string): boolean {
  const granted = parseSmartScopes(original);
  return parseSmartScopes(submitted).every((scope) => granted.some((wider) => isWithin(scope, wider)));
}

function isWithin(scope: SmartScope, wider: SmartScope): boolean {
  return (
    scope.level === wider.level &&
    wider.resourceType === scope.resourceType &&
    (wider.query === undefined || wider.query === scope.query) &&
    [...scope.letters].every((letter) => wider.letters.includes(letter))
  );
}

function parseSmartScopes(scopes: string): SmartScope[] {
  return scopes.split(' ').flatMap((text) => {
    const [, level, resourceType, letters, query] = smartScope.exec(text) ?? [];
    return level && resourceType && letters
      ? [{ level, resourceType, letters: version1[letters] ?? letters, query }]
      : [];
  });
}
