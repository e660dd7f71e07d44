"""OPUS-MT on CTranslate2: folders that the operator brings, each loaded by a process that stays."""
