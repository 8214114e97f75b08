const idInTitle = /\[([A-Z]\d+)\]/g;
const row = /^\| ([A-Z]\d+) \| (.*) \| \w+ \|$/;

/**
 * The page that says what the ids in titles of tests mean, for an app of its own.
 *
 * @param page - The page of the repository.
 * @param tests - Texts of the tests that are taken; ids that none of them names are left out.
 */
export function fitIds(page: string, tests: readonly string[]): string {
  const used = new Set(tests.flatMap((text) => [...text.matchAll(idInTitle)].map(([, id = '']) => id)));
  const chapters = page.split(/^(?=## )/m).slice(1);
  const kept = chapters.flatMap((chapter) => {
    const [title = ''] = chapter.split('\n');
    const parts = chapter.split(/^(?=### )/m).flatMap((part) => fitPart(part, used));
    return parts.length > 0 ? [title, ...parts] : [];
  });
  const opening = [
    '# What the ids in titles of tests mean',
    "A test's title begins with the ids of what it shows. `git grep -F '[X1]'`, with an id of yours, finds the tests of a row.",
  ];
  return `${[...opening, ...kept].join('\n\n')}\n`;
}

function fitPart(part: string, used: ReadonlySet<string>): readonly string[] {
  const [title = '', ...lines] = part.split('\n');
  const rows = lines.flatMap((line) => {
    const [, id = '', text = ''] = row.exec(line) ?? [];
    return used.has(id) ? [`| ${id} | ${text} |`] : [];
  });
  // `Client side: spa-client` names an app of the repository.
  const plain = title.replace(/^(### [A-Z]): [a-z]+-[a-z]+$/, '$1: this app').replace(/: [a-z]+-[a-z]+$/, '');
  const heading = title.startsWith('### ') ? [plain] : [];
  return rows.length > 0 ? [...heading, ['| Id | What it shows |', '|---|---|', ...rows].join('\n')] : [];
}
