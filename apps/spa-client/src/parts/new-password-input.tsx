import { PasswordInput } from '@mantine/core';
import type { ReactNode } from 'react';
import '@mantine/core/styles/PasswordInput.css';

type NewPasswordInputProps = Readonly<{ label: string; error?: string | undefined }>;

/** Once is enough: what was typed can be shown, and a password manager does not mistype. Medplum has the last word. */
export function NewPasswordInput({ label, error }: NewPasswordInputProps): ReactNode {
  return (
    <PasswordInput
      name="password"
      label={label}
      description="At least 8 characters. Medplum refuses those that were stolen elsewhere."
      autoComplete="new-password"
      minLength={8}
      maxLength={72}
      required
      withAsterisk={false}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password', tabIndex: 0 }}
    />
  );
}
