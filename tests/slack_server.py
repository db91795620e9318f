"""An in-process stand-in for Slack: Web API, Socket Mode and response URLs.

A test opens a `SlackServer`, points the bot at its `api_url`, plays what people
do (`mention`, `command`, ...) and looks at what the bot did (`calls`).
"""

import asyncio
import copy
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.slack_history import shown
from tests.slack_views import Views

Json = dict[str, Any]
Take = Callable[[], web.Response]
"""Does what a call asks for."""
Fault = Callable[["Call", web.Request, Take], Awaitable[web.Response]]
"""Stands between a call and its reply."""

HOST, TIMEOUT = "127.0.0.1", 5.0
APP, TEAM, BOT, BOT_USER = "A01TEST", "T01TEST", "B0BOT", "U0BOT"
BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
USER, CHANNEL, IM = "U01ALICE", "C01GEN", "D01ALICE"
SCOPES = ("app_mentions:read", "assistant:write", "chat:write", "commands", "im:history")
NEEDED_SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}
JSON_FIELDS = frozenset({"attachments", "blocks", "metadata", "prompts", "view"})

HELLO = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}
INSTALLATION = {"team_id": TEAM, "user_id": BOT_USER, "is_enterprise_install": False}
AUTHORIZATION = {**INSTALLATION, "enterprise_id": None, "is_bot": True}
NAMES = {"url": "https://test.slack.com/", "team": "Test", "user": "bot"}
IDENTITY = {**INSTALLATION, **NAMES, "bot_id": BOT, "app_id": APP}
EVENT = {"type": "event_callback", "team_id": TEAM, "api_app_id": APP, "authorizations": [AUTHORIZATION]}
COMMAND = {"command": "/whichrole", "team_id": TEAM, "team_domain": "test", "is_enterprise_install": "false"}
TOKENS = {"apps.connections.open": APP_TOKEN, "response_url": ""}
"""What calls of these methods are authorized with; all others with the bot's token."""
ACTION = {"type": "block_actions", "team": {"id": TEAM, "domain": "test"}, "is_enterprise_install": False}
MESSAGE_ACTION = {"type": "message_action", "callback_id": "which_role", "team": {"id": TEAM}}


@dataclass(frozen=True)
class Call:
    """One request of the bot: to a Web API method, or to a "response_url"."""

    method: str
    args: Json
    token: str


class SlackServer:
    """Slack, as far as one bot in one workspace can tell, on a free local port."""

    def __init__(self, port: int = 0) -> None:
        """Prepare; it listens once it is entered, on a free port unless one is named."""
        self.api_url = ""
        self.fault: Fault | None = None
        """What goes wrong with calls; see `tests.slack_faults`."""
        self.scopes: tuple[str, ...] = SCOPES
        """What the workspace allows the bot; without any, Slack's replies do not say."""
        self.closed: dict[str, str] = {}
        """The channels that take no message of the bot, each with Slack's code for it."""
        self.readable = {IM}
        """The channels whose history the bot may read."""
        self.silent_sockets = 0
        """How many of the next sockets are never opened."""
        self.messages: list[Json] = []
        """What people wrote and what Slack took of the bot, oldest first."""
        self._port = port
        self.calls: list[Call] = []
        self.posted: list[Json] = []
        """The bot's messages that Slack took, as it keeps them."""
        self.views = Views(TEAM, APP, BOT)
        """The modals that are open and the App Homes, as Slack keeps them."""
        self.answers: dict[str, Json] = {"auth.test": IDENTITY}
        self.idle: list[Callable[[], Awaitable[None]]] = []
        """What waits until a bot has nothing to do, one for each that is connected."""
        self._failures = defaultdict[str, deque[Callable[[], web.Response]]](deque)
        self._sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Json | None]] = {}
        self._changed = asyncio.Event()
        self._numbers = itertools.count(1)
        self._started = int(time.time())
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._serve_method)
        app.router.add_get("/socket", self._serve_socket)
        self._runner = web.AppRunner(app, shutdown_timeout=1)

    async def __aenter__(self) -> Self:
        """Start listening."""
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        address = f"{HOST}:{self._runner.addresses[0][1]}"
        self.api_url = f"http://{address}/api/"
        self.answers["apps.connections.open"] = {"url": f"ws://{address}/socket"}
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the sockets and stop listening."""
        await asyncio.gather(*(socket.close() for socket in self._sockets))
        await self._runner.cleanup()

    def fail(
        self,
        method: str,
        *,
        status: int = 200,
        error: str = "internal_error",
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
        content_type: str = "text/html",
    ) -> None:
        """Make the next calls to a method fail, after those already planned; `body` need be no JSON."""
        answer = partial(web.json_response, {"ok": False, "error": error}, status=status, headers=headers)
        if body is not None:
            answer = partial(web.Response, text=body, content_type=content_type, status=status)
        self._failures[method].extend([answer] * times)

    def calls_to(self, method: str) -> list[Call]:
        """Return the calls made to a method so far."""
        return [call for call in self.calls if call.method == method]

    async def wait_for_calls(self, method: str, count: int = 1, timeout: float = TIMEOUT) -> list[Call]:
        """Return the calls to a method once there are that many."""
        await self._until(lambda: len(self.calls_to(method)) >= count, timeout)
        return self.calls_to(method)

    async def quiet(self) -> None:
        """Wait until the bots that are connected have nothing to do; fail if they still say anything."""
        count = len(self.calls)
        await self.settled()
        # The buttons of a question go after the reply to it was answered.
        late = [call for call in self.calls[count:] if call.method != "chat.update"]
        if late:
            raise AssertionError(f"the bot was not quiet: {late}")

    async def settled(self) -> None:
        """Wait until the bots that are connected have nothing to do, whatever they say meanwhile."""
        for idle in self.idle:
            await idle()

    @property
    def socket_count(self) -> int:
        """How many live sockets there are, one for each bot that is connected."""
        return len(self._sockets)

    async def connected(self, count: int = 1, timeout: float = TIMEOUT) -> None:
        """Wait until there are that many live sockets."""
        await self._until(lambda: self.socket_count >= count, timeout)

    async def disconnect(self) -> None:
        """Ask the bot to leave its socket."""
        await self.connected()
        socket = self._sockets[-1]
        # The bot closes: a close from here too makes slack_sdk reconnect twice.
        await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
        await self._until(lambda: socket not in self._sockets, TIMEOUT)

    async def send(
        self,
        kind: str,
        payload: Json,
        *,
        retry_attempt: int = 0,
        socket: int = -1,
    ) -> Json | None:
        """Send an envelope, to the newest socket, and return the payload of its acknowledgement."""
        envelope_id = f"envelope-{next(self._numbers)}"
        envelope: Json = {"type": kind, "envelope_id": envelope_id, "payload": payload}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry_attempt, "retry_reason": "timeout" if retry_attempt else ""}
        await self.connected()
        ack = self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        await self._sockets[socket].send_json(envelope)
        return await asyncio.wait_for(ack, TIMEOUT)

    async def send_unheard(self, kind: str, payload: object) -> None:
        """Send an envelope to the newest socket, and wait for no acknowledgement."""
        envelope_id = f"envelope-{next(self._numbers)}"
        envelope = {"type": kind, "envelope_id": envelope_id, "payload": payload}
        await self._sockets[-1].send_json(envelope | {"accepts_response_payload": kind != "events_api"})

    async def event(self, event: Json) -> Json:
        """Send an event and return its payload, ready to be sent again."""
        event_id = f"Ev{next(self._numbers):08d}"
        payload = EVENT | {"event": event, "event_id": event_id, "event_time": int(time.time())}
        await self.send("events_api", payload)
        return payload

    async def mention(self, text: str, channel: str = CHANNEL, user: str = USER, **fields: str) -> Json:
        """Mention the bot ahead of this text, with fields such as `thread_ts` and `ts`."""
        text = f"<@{BOT_USER}> {text}"
        message = {"type": "app_mention", "text": text, "channel": channel, "user": user}
        return await self._say(message | fields)

    async def channel_message(self, text: str, user: str = USER, **fields: str) -> Json:
        """Write in a channel that the bot listens to, with fields such as `thread_ts` and `ts`."""
        message = {"type": "message", "channel_type": "channel", "text": text, "channel": CHANNEL}
        return await self._say(message | {"user": user} | fields)

    async def direct_message(self, text: str, **fields: str) -> Json:
        """Write to the bot in private, with fields such as `thread_ts` and `ts`."""
        message = {"type": "message", "channel_type": "im", "text": text, "channel": IM, "user": USER}
        return await self._say(message | fields)

    async def command(self, text: str, user: str = USER, channel: str = CHANNEL) -> Json | None:
        """Use the slash command and return the payload of its acknowledgement."""
        where = {"channel_id": channel, "channel_name": "general", "user_id": user, "user_name": "alice"}
        return await self.send("slash_commands", COMMAND | where | self._interaction() | {"text": text})

    async def action(
        self, action: Json, message: Json | None = None, user: str = USER, channel: str = CHANNEL
    ) -> Json | None:
        """Use a block element of this message, or else of an ephemeral one, which Slack does not show."""
        ts = message["ts"] if message else self._next_ts()
        container = {"type": "message", "channel_id": channel, "message_ts": ts, "is_ephemeral": not message}
        payload: Json = {
            "user": {"id": user, "username": "alice", "team_id": TEAM},
            "channel": {"id": channel, "name": "general"},
            "container": container,
            "actions": [{"type": "button", "action_ts": self._next_ts(), **action}],
        }
        payload |= {"message": message} if message else {}
        return await self.send("interactive", ACTION | payload | self._interaction())

    async def shortcut(self, message: Json, user: str = USER, channel: str = CHANNEL, **fields: str) -> None:
        """Use the shortcut on a message, with fields such as `action_ts`."""
        payload: Json = MESSAGE_ACTION | {
            "user": {"id": user, "username": "alice", "team_id": TEAM},
            "channel": {"id": channel, "name": "general"},
            "message": {"type": "message", "user": "U02BOB", "ts": self._next_ts()} | message,
            "action_ts": self._next_ts(),
        }
        payload["message_ts"] = payload["message"]["ts"]
        await self.send("interactive", payload | self._interaction() | fields)

    async def global_shortcut(self, callback_id: str, user: str = USER) -> Json | None:
        """Use a shortcut that belongs to no message."""
        return await self._use("shortcut", user, {"callback_id": callback_id, "action_ts": self._next_ts()})

    async def view_action(self, view: Json, action: Json, user: str = USER) -> Json | None:
        """Use a block element of a modal or an App Home, as the person sees it."""
        actions = [{"type": "button", "action_ts": self._next_ts(), **action}]
        container = {"type": "view", "view_id": view["id"]}
        payload = {"container": container, "view": copy.deepcopy(view), "actions": actions}
        return await self._use("block_actions", user, payload)

    async def view_submission(self, view: Json, values: Json, user: str = USER) -> Json | None:
        """Submit a modal with what was entered, by block and action, and do what the acknowledgement says."""
        submitted = copy.deepcopy(view) | {"state": {"values": values}}
        payload = {"view": submitted, "response_urls": []}
        ack = await self._use("view_submission", user, payload)
        self.views.submitted(view["id"], ack)
        return ack

    async def _use(self, kind: str, user: str, payload: Json) -> Json | None:
        """Send what a person does in no channel; such interactions have no response URL."""
        interaction = ACTION | self._interaction() | payload
        del interaction["response_url"]
        person = {"id": user, "username": "alice", "name": "alice", "team_id": TEAM}
        return await self.send(
            "interactive", interaction | {"type": kind, "user": person, "enterprise": None}
        )

    async def _say(self, message: Json) -> Json:
        ts = message.get("ts") or self._next_ts()
        self.messages.append(message | {"ts": ts})
        return await self.event(message | {"ts": ts, "event_ts": ts})

    def _interaction(self) -> Json:
        url, trigger = f"{self.api_url}response_url", f"trigger-{next(self._numbers)}"
        self.views.triggers.add(trigger)
        return {"token": "deprecated", "api_app_id": APP, "response_url": url, "trigger_id": trigger}

    def _next_ts(self) -> str:
        return f"{self._started}.{next(self._numbers):06d}"

    async def _until(self, ready: Callable[[], bool], timeout: float) -> None:
        try:
            async with asyncio.timeout(timeout):
                while not ready():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            called = [call.method for call in self.calls]
            raise TimeoutError(f"after {timeout} s the bot has only called {called}") from None

    async def _serve_method(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(method, await _read_arguments(request), token)
        self.calls.append(call)
        self._changed.set()
        if failures := self._failures[method]:
            return failures.popleft()()
        if self.fault:
            return await self.fault(call, request, partial(self._take, call))
        return self._take(call)

    def _take(self, call: Call) -> web.Response:
        method, token = call.method, call.token
        if token != TOKENS.get(method, BOT_TOKEN):
            return web.json_response({"ok": False, "error": "invalid_auth"})
        body = {"ok": True} | self._answer(method, call.args) | self.answers.get(method, {})
        headers = {"x-oauth-scopes": ",".join(self.scopes)} if self.scopes else {}
        return web.json_response(body, headers=headers)

    def _answer(self, method: str, args: Json) -> Json:
        needed = NEEDED_SCOPES.get(method)
        if self.scopes and needed and needed not in self.scopes:
            return {"ok": False, "error": "missing_scope", "needed": needed}
        if method in {"chat.postMessage", "chat.postEphemeral"}:
            if error := self.closed.get(args["channel"]):
                return {"ok": False, "error": error}
            ts = args.get("ts") or self._next_ts()
            message = args | {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": ts}
            if method == "chat.postMessage":
                self.posted.append(message)
                self.messages.append(message)
                self._changed.set()
            return {"channel": args["channel"], "ts": ts, "message_ts": ts, "message": message}
        if method == "chat.update":
            return self._updated(args)
        if method.startswith("views."):
            return self.views.answer(method, args)
        if method in {"conversations.replies", "conversations.history"}:
            if args["channel"] not in self.readable:
                return {"ok": False, "error": "missing_scope"}
            return {"messages": shown(self.messages, args)}
        return {}

    def _updated(self, args: Json) -> Json:
        """Put a message in the place of an earlier one of the bot, in the channel and in `posted`."""
        for posted in self.posted:
            if posted["channel"] == args["channel"] and posted["ts"] == args["ts"]:
                posted |= args
                return {"channel": args["channel"], "ts": args["ts"], "message": posted}
        return {"ok": False, "error": "message_not_found"}

    async def wait_for_posts(self, count: int, timeout: float = TIMEOUT) -> list[Json]:
        """Return the messages of the bot that Slack took, once there are that many."""
        await self._until(lambda: len(self.posted) >= count, timeout)
        return self.posted

    async def _serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        if self.silent_sockets:
            self.silent_sockets -= 1
            await asyncio.sleep(60)
        socket = web.WebSocketResponse(timeout=1)
        await socket.prepare(request)
        await socket.send_json(HELLO)
        self._sockets.append(socket)
        self._changed.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledge(**frame.json())
        self._sockets.remove(socket)
        self._changed.set()
        return socket

    def _acknowledge(self, envelope_id: str, payload: Json | None = None) -> None:
        ack = self._acks.pop(envelope_id, None)
        if ack and not ack.done():
            ack.set_result(payload)


async def _read_arguments(request: web.Request) -> Json:
    is_json = request.content_type == "application/json"
    body = await (request.json() if is_json else request.post())
    args = {**request.query, **body}
    texts = {name for name in JSON_FIELDS & args.keys() if isinstance(args[name], str)}
    return args | {name: json.loads(args[name]) for name in texts}
