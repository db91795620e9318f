"""Modals and App Homes as Slack keeps them: it gives them ids and hashes, and takes each trigger once."""

from __future__ import annotations

import itertools
from typing import Any

Json = dict[str, Any]


class Views:
    """The views of one app in one workspace."""

    def __init__(self, team: str, app: str, bot: str) -> None:
        """Begin without any."""
        self.triggers: set[str] = set()
        """The triggers that can open a modal."""
        self.modals: dict[str, Json] = {}
        """The modals that are open, by id, the newest last."""
        self.homes: dict[str, Json] = {}
        """The App Home of each person."""
        self._owner = {"team_id": team, "app_id": app, "app_installed_team_id": team, "bot_id": bot}
        self._numbers = itertools.count(1)

    @property
    def modal(self) -> Json:
        """The modal that was opened last."""
        *_, newest = self.modals.values()
        return newest

    def close(self) -> None:
        """Close the modal that was opened last."""
        del self.modals[self.modal["id"]]

    def submitted(self, view_id: str, ack: Json | None) -> None:
        """Do what the acknowledgement of a submission says: without a word, the modal is closed."""
        response = ack or {}
        match response.get("response_action"):
            case "errors":
                return
            case "update":
                self.modals[view_id] = self._kept(response["view"], view_id)
            case _:
                self.modals.pop(view_id, None)

    def answer(self, method: str, args: Json) -> Json:
        """Do what a call of `views.*` asks, and return Slack's answer."""
        if method == "views.open":
            return self._opened(args)
        if method == "views.update":
            return self._updated(args)
        if method == "views.publish":
            return self._published(args)
        return {"ok": False, "error": "unknown_method"}

    def _opened(self, args: Json) -> Json:
        trigger = args["trigger_id"]
        if trigger not in self.triggers:
            return {"ok": False, "error": "expired_trigger_id"}
        self.triggers.remove(trigger)
        view_id = f"V{next(self._numbers):08d}"
        view = self.modals[view_id] = self._kept(args["view"], view_id)
        return {"view": view}

    def _updated(self, args: Json) -> Json:
        view_id = args["view_id"]
        earlier = self.modals.get(view_id)
        if earlier is None:
            return {"ok": False, "error": "not_found"}
        if args.get("hash", earlier["hash"]) != earlier["hash"]:
            return {"ok": False, "error": "hash_conflict"}
        view = self.modals[view_id] = self._kept(args["view"], view_id)
        return {"view": view}

    def _published(self, args: Json) -> Json:
        user = args["user_id"]
        earlier = self.homes.get(user)
        if earlier and args.get("hash", earlier["hash"]) != earlier["hash"]:
            return {"ok": False, "error": "hash_conflict"}
        view_id = earlier["id"] if earlier else f"V{next(self._numbers):08d}"
        view = self.homes[user] = self._kept(args["view"], view_id)
        return {"view": view}

    def _kept(self, view: Json, view_id: str) -> Json:
        blocks = []
        for number, block in enumerate(view["blocks"]):
            # Slack gives an id to each block that has none.
            blocks.append({"block_id": f"b{number}"} | block)
        given = {"id": view_id, "hash": f"1700000000.{next(self._numbers):08d}", "blocks": blocks}
        links = {"root_view_id": view_id, "previous_view_id": None, "external_id": ""}
        state: Json = {"values": {}}
        left_out = {"callback_id": "", "private_metadata": "", "submit": None, "close": None}
        return left_out | view | given | links | self._owner | {"state": state}
