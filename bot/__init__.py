"""Sotto: people say what they think of a service, and only the group is heard.

The promise, which every module here keeps: what a survivor writes is sealed
before it touches a disk; her Telegram id and the moment she wrote rest nowhere
in the clear; a separate vault opens the envelopes in memory, mixes at least k
people's answers, and tells only "few", "some" or "most"; the people who plan
the service read that and nothing else.
"""

__version__ = "0.1.0"
