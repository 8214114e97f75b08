import { createContext } from 'react';

/** The scopes that the user granted to the launched app. */
export const GrantedScopes = createContext<readonly string[]>([]);
