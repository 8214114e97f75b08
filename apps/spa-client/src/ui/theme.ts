import { createTheme } from '@mantine/core';

/** Blue stands for the client side in every page and drawing of this project. Its shades are in `theme.css`. */
export const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
