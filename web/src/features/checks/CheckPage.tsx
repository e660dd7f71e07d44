/** Before a call: will it work from here, and if not, what stands in the way. */
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { AdministratorCard } from './AdministratorCard';
import { backTo } from './back-to';
import styles from './CheckPage.module.css';
import { LegList } from './LegList';
import { legName, verdictWords } from './leg-words';
import { useConnectionTest } from './use-connection-test';
import { verdictOf } from './verdict';

export function CheckPage() {
  const { t, i18n } = useTranslation();
  const [snapshot, start] = useConnectionTest();
  const back = backTo(useSearch());
  const { title, text } = sayHow();
  const failing = snapshot.legs
    .filter(({ outcome }) => outcome?.status === 'failed')
    .map(({ leg }) => legName(t, leg));
  const isRunning = snapshot.state === 'running';

  function sayHow(): { readonly title: string; readonly text: string } {
    if (snapshot.state === 'idle') return { title: t('check.title'), text: t('check.text') };
    if (snapshot.state === 'done') return verdictWords(t, verdictOf(snapshot));
    const current = snapshot.legs.find(({ state }) => state === 'running')?.leg;
    const what = current === undefined ? '' : legName(t, current);
    return { title: t('check.runningTitle'), text: what };
  }

  return (
    <Page>
      <div className={styles['page']}>
        <div className={styles['verdict']}>
          <div role="status">
            <PageTitle className={styles['title']}>{title}</PageTitle>
            <p className={styles['text']}>{text}</p>
            {failing.length === 0 ? null : (
              <p className={styles['text']}>{t('check.failing', { legs: listOf(failing, i18n.language) })}</p>
            )}
          </div>
          <div className={styles['actions']}>
            {back === null || isRunning ? null : (
              <LinkButton href={back} variant={snapshot.state === 'done' ? 'primary' : 'quiet'}>
                {t('after.toMeeting')}
              </LinkButton>
            )}
            <Button
              variant={snapshot.state === 'done' && back !== null ? 'quiet' : 'primary'}
              isPending={isRunning}
              onPress={start}
            >
              {snapshot.state === 'done' ? t('check.again') : t('check.start')}
            </Button>
          </div>
        </div>
        {snapshot.state === 'idle' ? null : <LegList snapshot={snapshot} />}
        {snapshot.state === 'done' ? <AdministratorCard snapshot={snapshot} /> : null}
      </div>
    </Page>
  );
}

function listOf(names: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
}
