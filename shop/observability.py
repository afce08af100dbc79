"""Who is told when an API fails, and the page on which all of them are seen."""

from collections.abc import Mapping

from components import ApiAlarms, ApiAlarmsArgs, ApiDashboard, ApiDashboardArgs, HttpApi, RestApi, WebSocketApi
from stacks.settings import Settings


def watch(settings: Settings, apis: Mapping[str, HttpApi | RestApi | WebSocketApi]) -> ApiDashboard:
    """Alarms of each API, which tell one topic, and the dashboard of the stack."""
    (first, first_api), *others = apis.items()
    shared = ApiAlarmsArgs(api=first_api, tags=settings.tags)
    topic = settings.alarms.topic_arn
    told: ApiAlarmsArgs = {**shared, "topic_arn": topic} if topic else {**shared, "emails": settings.alarms.emails}
    alarms = {first: ApiAlarms(first, told)}
    for name, api in others:
        alarms[name] = ApiAlarms(name, {**shared, "api": api, "topic_arn": alarms[first].topic_arn})
    return ApiDashboard("shop", ApiDashboardArgs(apis=apis, alarms=alarms))
