import { type ReactNode, useEffect, useId, useRef } from 'react';
import './modal-dialog.css';

type ModalDialogProps = Readonly<{ title: string; children: ReactNode; onCancel: () => void }>;

/**
 * The browser's own dialog: it keeps the focus, dims the page and takes Escape. Mantine's Modal inserts a style element,
 * which the Content-Security-Policy refuses.
 */
export function ModalDialog({ title, children, onCancel }: ModalDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (!shown?.open) {
      shown?.showModal();
    }
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="modal-dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={heading} className="modal-dialog-title">
        {title}
      </h2>
      {children}
    </dialog>
  );
}
