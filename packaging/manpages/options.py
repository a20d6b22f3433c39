"""The options of an argparse parser as sections of a man page."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Mapping

from roff import bold, entry, escaped, italic, paragraph, subsection

Commands = Mapping[str, argparse.ArgumentParser]


def commands_of(parser: argparse.ArgumentParser) -> Commands:
    """Return the commands of a parser by name; none if it has no commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    return {}


def summaries_of(parser: argparse.ArgumentParser) -> Mapping[str, str]:
    """Return what each command does."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {one.dest: one.help or "" for one in action._choices_actions}
    return {}


def actions_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options and arguments that are shown in its help, without the commands."""
    return [
        one
        for one in parser._actions
        if one.help != argparse.SUPPRESS and not isinstance(one, argparse._SubParsersAction)
    ]


def name_of(action: argparse.Action) -> str:
    """Return what identifies an option in several commands."""
    return action.option_strings[-1] if action.option_strings else ""


def entries(actions: Collection[argparse.Action]) -> Iterator[str]:
    """Yield the items of a list of options and arguments."""
    for action in actions:
        yield from entry(_term(action), escaped(_help(action)))


def synopsis(program: str, parser: argparse.ArgumentParser, left_out: Collection[str]) -> str:
    """Return the usage on one line, without the options that several commands share."""
    words = [bold(program)]
    exclusive = [group._group_actions for group in parser._mutually_exclusive_groups]
    seen: set[str] = set()
    for action in [one for one in actions_of(parser) if one.option_strings]:
        group = next((one for one in exclusive if action in one), [action])
        group = [one for one in group if name_of(one) not in left_out]
        if not group or name_of(action) in seen or action.dest == "help":
            continue
        seen |= {name_of(one) for one in group}
        words.append(f"[{' | '.join(_usage(one) for one in group)}]")
    if left_out:
        words.append(f"[{italic('OPTION')}]...")
    words += [_positional(one) for one in actions_of(parser) if not one.option_strings]
    return " ".join(words)


def command_sections(
    program: str, parser: argparse.ArgumentParser, shared: Mapping[str, str]
) -> Iterator[str]:
    """Yield a subsection for each command and each of its own commands.

    `shared`: sections by option; a command only refers to them.
    """
    summaries = summaries_of(parser)
    for name, command in commands_of(parser).items():
        title = f"{program} {name}"
        actions = [one for one in actions_of(command) if one.dest != "help"]
        if not commands_of(command):
            yield subsection(title)
            yield from paragraph(_sentence(summaries[name]))
            yield from paragraph(synopsis(title, command, shared))
            yield from entries([one for one in actions if name_of(one) not in shared])
            named = dict.fromkeys(shared[name_of(one)] for one in actions if name_of(one) in shared)
            if named:
                yield from paragraph(_see(list(named)))
        yield from command_sections(title, command, shared)


def _see(sections: list[str]) -> str:
    return f"Also {' and '.join(bold(one) for one in sections)}, below."


def _sentence(text: str) -> str:
    return escaped(f"{text[:1].upper()}{text[1:]}.")


def _help(action: argparse.Action) -> str:
    text = (action.help or "") % {"default": action.default}
    if action.choices and action.metavar and action.option_strings:
        text = f"{text} ({', '.join(map(str, action.choices))})"
    return text


def _term(action: argparse.Action) -> str:
    value = _value(action)
    if not action.option_strings:
        return italic(value)
    names = ", ".join(map(bold, action.option_strings))
    return f"{names} {_shown(action)}" if action.nargs != 0 else names


def _usage(action: argparse.Action) -> str:
    names = " | ".join(map(bold, action.option_strings))
    return f"{names} {_shown(action)}" if action.nargs != 0 else names


def _positional(action: argparse.Action) -> str:
    value = italic(_value(action))
    return {"+": f"{value}...", "*": f"[{value}...]", "?": f"[{value}]"}.get(
        str(action.nargs), value
    )


def _shown(action: argparse.Action) -> str:
    if action.choices and not action.metavar:
        return "|".join(map(bold, map(str, action.choices)))
    return italic(_value(action))


def _value(action: argparse.Action) -> str:
    return str(action.metavar or (action.dest.upper() if action.option_strings else action.dest))
