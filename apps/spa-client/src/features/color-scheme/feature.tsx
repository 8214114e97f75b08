import type { Feature } from '#feature';
import { ColorSchemeButton } from './color-scheme-button.tsx';

/** Light or dark, other than the device says. */
export const colorScheme: Feature = { name: 'color-scheme', HeaderTool: ColorSchemeButton };
