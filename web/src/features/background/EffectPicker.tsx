import { Ban, Droplets } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FileTrigger, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { BUILT_IN, BUILT_INS, isBuiltIn } from '../../media/background/pictures/built-in';
import { UnusablePicture } from '../../media/background/pictures/decode';
import { keepOwnPicture, loadOwnPicture } from '../../media/background/pictures/own';
import { type BackgroundChoice, OWN_PICTURE } from '../../media/background-choice';
import { Button } from '../../ui/buttons/Button';
import { Notice } from '../../ui/signs/Notice';
import styles from './EffectPicker.module.css';

interface EffectPickerProps {
  readonly choice: BackgroundChoice;
  readonly onChoose: (change: Partial<BackgroundChoice>) => void;
}

/** None, blur, and each picture, all in sight; and a place for a picture of one's own. */
export function EffectPicker({ choice, onChoose }: EffectPickerProps) {
  const { t } = useTranslation();
  const [own, setOwn] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setReading] = useState(false);
  useEffect(() => followOwnPicture(setOwn), []);
  const names = {
    desk: t('background.pictureDesk'),
    dunes: t('background.pictureDunes'),
    library: t('background.pictureLibrary'),
    window: t('background.pictureWindow'),
  };

  function choose(id: string) {
    if (id === 'none' || id === 'blur') onChoose({ kind: id });
    else onChoose({ kind: 'picture', picture: id });
  }

  async function keep(files: FileList | null) {
    const [file] = files ?? [];
    if (file === undefined) return;
    setReading(true);
    setProblem(null);
    try {
      await keepOwnPicture(file);
      const kept = await loadOwnPicture();
      if (kept !== null) setOwn(URL.createObjectURL(kept));
      // By way of another choice: the picture is another one under the same name.
      onChoose({ kind: 'blur' });
      onChoose({ kind: 'picture', picture: OWN_PICTURE });
    } catch (error) {
      const isLarge = error instanceof UnusablePicture && error.problem === 'too_large';
      setProblem(isLarge ? t('background.pictureTooLarge') : t('background.pictureUnreadable'));
    } finally {
      setReading(false);
    }
  }

  const shown = isBuiltIn(choice.picture) || own !== null ? choice.picture : '';
  return (
    <>
      <RadioGroup
        className={styles['group'] ?? ''}
        orientation="horizontal"
        value={choice.kind === 'picture' ? shown : choice.kind}
        onChange={choose}
      >
        <Label className={styles['label'] ?? ''}>{t('background.effect')}</Label>
        <div className={styles['tiles']}>
          <Radio value="none" className={styles['tile'] ?? ''}>
            <Ban aria-hidden="true" />
            {t('background.none')}
          </Radio>
          <Radio value="blur" className={styles['tile'] ?? ''}>
            <Droplets aria-hidden="true" />
            {t('background.blur')}
          </Radio>
          {BUILT_INS.map((id) => (
            <Radio key={id} value={id} className={styles['tile'] ?? ''} aria-label={names[id]}>
              <img className={styles['picture']} src={BUILT_IN[id]} alt="" />
            </Radio>
          ))}
          {own === null ? null : (
            <Radio value={OWN_PICTURE} className={styles['tile'] ?? ''} aria-label={t('background.own')}>
              <img className={styles['picture']} src={own} alt="" />
            </Radio>
          )}
        </div>
      </RadioGroup>
      <FileTrigger acceptedFileTypes={['image/*']} onSelect={(files) => void keep(files)}>
        <Button size="small" isPending={isReading}>
          {own === null ? t('background.addOwn') : t('background.replaceOwn')}
        </Button>
      </FileTrigger>
      {problem === null ? null : <Notice tone="bad">{problem}</Notice>}
    </>
  );
}

/** Tells the address of the person's own picture, if there is one; returns what ends it. */
function followOwnPicture(tell: (address: string) => void): () => void {
  let isCurrent = true;
  void loadOwnPicture().then((picture) => {
    if (isCurrent && picture !== null) tell(URL.createObjectURL(picture));
  });
  return () => {
    isCurrent = false;
  };
}
