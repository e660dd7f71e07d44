/** A dialog over the page: in the middle on wide screens, from the bottom on phones. */
import type { ReactNode } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import styles from './Sheet.module.css';

interface SheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly role?: 'dialog' | 'alertdialog';
}

export function Sheet({ title, isOpen, onClose, children, actions, role = 'dialog' }: SheetProps) {
  return (
    <ModalOverlay
      isDismissable={role === 'dialog'}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles['overlay'] ?? ''}
    >
      <Modal className={styles['modal'] ?? ''}>
        <Dialog role={role} className={styles['dialog'] ?? ''}>
          <Heading slot="title" className={styles['title'] ?? ''}>
            {title}
          </Heading>
          <div className={styles['content']}>{children}</div>
          <div className={styles['actions']}>{actions}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
