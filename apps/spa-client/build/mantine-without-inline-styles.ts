/** Stands in for the parts of Mantine that would insert an inline `<style>`. */
export const MantineCssVariables = (): null => null;
export const MantineClasses = (): null => null;
