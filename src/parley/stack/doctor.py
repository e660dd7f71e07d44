"""`parley doctor`: what is missing, and the command that mends it."""

import argparse
import json
import sys
from dataclasses import asdict

from pydantic import ValidationError

from parley.refused_settings import refused_settings
from parley.stack.checks import all_findings
from parley.stack.finding import Finding
from parley.stack.settings import StackSettings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 0 if and only if the embedded stack lacks nothing."""
    try:
        findings = all_findings(StackSettings())
    except ValidationError as error:
        mend = "correct or unset that variable"
        findings = [Finding("settings", False, problem, mend) for problem in refused_settings(error)]
    is_whole = all(finding.is_fine or not finding.is_required for finding in findings)
    if arguments.json:
        document = {"is_whole": is_whole, "findings": [asdict(finding) for finding in findings]}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:
            sys.stdout.write(_lines(finding, width))
        sys.stdout.write("\nNothing is missing.\n" if is_whole else "\nSomething is missing: see above.\n")
    return 0 if is_whole else 1


def _lines(finding: Finding, width: int) -> str:
    sign = "ok     " if finding.is_fine else "MISSING" if finding.is_required else "note   "
    mend = f"          mend it: {finding.mend}\n" if finding.mend and not finding.is_fine else ""
    return f"{sign}  {finding.what:<{width}}  {finding.detail}\n{mend}"
