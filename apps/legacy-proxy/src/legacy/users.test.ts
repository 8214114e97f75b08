import { expect, test, vi } from 'vitest';
import { openMemoryDatabase } from './open-database.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { addUser, authenticateUser } from './users.ts';

test('[L11] user name, that nobody has or that is closed, costs as much as a wrong password', async () => {
  const database = openMemoryDatabase();
  const hash = await hashPassword('right', { N: 2, r: 1, p: 1 });
  addUser(database, { username: 'left', name: 'Left Long Ago', role: 'nurse' }, '!');
  addUser(database, { username: 'ada', name: 'Ada Nilsen', role: 'nurse' }, hash);
  const verify = vi.fn<typeof verifyPassword>(verifyPassword);

  expect(await authenticateUser(database, 'nobody', 'right', verify)).toBeUndefined();
  expect(await authenticateUser(database, 'left', 'right', verify)).toBeUndefined();
  expect(await authenticateUser(database, 'ada', 'wrong', verify)).toBeUndefined();
  expect(verify.mock.calls).toEqual([
    ['right', hash],
    ['right', hash],
    ['wrong', hash],
  ]);
});
