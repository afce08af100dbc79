"""ApiAlarms: alarms of an API, and the topic that is told when they ring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.observability import alarm_args
from components.observability.alarm_args import ApiAlarmsArgs
from components.observability.alarm_table import ALARMS, UNITS, Alarm, counts_log, wanted
from components.observability.watched import LOG_NAMESPACE, NAMESPACE, Watched, watched
from components.problems import ComponentError


@dataclass(frozen=True)
class _Metric:
    """A metric that an alarm watches as it is."""

    name: pulumi.Input[str]
    namespace: str
    dimensions: Mapping[str, pulumi.Input[str]] | None


class ApiAlarms(pulumi.ComponentResource):
    """Alarms on errors, latency and throttling of the own stage of an API of any kind.

    CloudWatch has no metric of requests refused with 429, nor, for HTTP and REST APIs, of what failed behind them: both
    are counted in the access log. AWS may leave requests out of the log that are refused with 429 in excess:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-monitor.html

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    topic_arn: pulumi.Output[str]
    """ARN of the topic."""
    alarm_arns: pulumi.Output[dict[str, str]]
    """ARN of each alarm by its name, for dashboards."""

    def __init__(self, name: str, args: ApiAlarmsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        target = watched("api", args.get("api"))
        problems = alarm_args.problems(args, target)
        if problems or isinstance(target, list):
            raise ComponentError(f'alarms "{name}"', problems)
        self._name_of_component = name
        self._args = args
        self._target = target
        names = wanted(target.kind, args.get("settings", {}), tuple(args.get("off", ())))
        thresholds = {one: self._setting(one).get("threshold", ALARMS[one].threshold) for one in names}
        super().__init__("gateway:index:ApiAlarms", name, {"api": target.title, "thresholds": thresholds}, opts)
        # After super(), which makes an output of each property.
        self.thresholds = thresholds
        """From when each alarm rings, by its name."""
        self.topic_arn = self._topic()
        self.alarm_arns = pulumi.Output.all(**{one: self._create_alarm(one) for one in names})
        self.register_outputs({"topicArn": self.topic_arn, "alarmArns": self.alarm_arns})

    def _topic(self) -> pulumi.Output[str]:
        if "topic_arn" in self._args:
            return pulumi.Output.from_input(self._args["topic_arn"])
        options = pulumi.ResourceOptions(parent=self)
        topic = aws.sns.Topic(
            f"{self._name_of_component}-topic",
            kms_master_key_id=self._args.get("topic_kms_key_id"),
            tags=self._args.get("tags"),
            opts=options,
        )
        for email in self._args.get("emails", ()):
            aws.sns.TopicSubscription(
                f"{self._name_of_component}-email-{email}",
                endpoint=email,
                protocol="email",
                topic=topic.arn,
                opts=options,
            )
        return topic.arn

    def _create_alarm(self, name: str) -> pulumi.Output[str]:
        setting, kind = self._setting(name), ALARMS[name]
        periods = int(setting.get("periods", alarm_args.DEFAULT_PERIODS))
        seconds = 60 * int(setting.get("minutes", alarm_args.DEFAULT_MINUTES))
        threshold = self.thresholds[name]
        label = name.replace("_", "-")
        single = None if name in {"server_errors", "client_errors", "cache_hits"} else self._metric(name)
        percentile = kind.statistic.startswith("p")
        alarm = aws.cloudwatch.MetricAlarm(
            f"{self._name_of_component}-{label}",
            alarm_actions=[self.topic_arn],
            alarm_description=_description(name, self._target, threshold),
            comparison_operator=f"{'LessThan' if name == 'cache_hits' else 'GreaterThan'}OrEqualToThreshold",
            datapoints_to_alarm=periods,
            dimensions=None if single is None else single.dimensions,
            # A percentile of a few requests is that of the slowest one.
            evaluate_low_sample_count_percentiles="ignore" if percentile else None,
            evaluation_periods=periods,
            extended_statistic=kind.statistic if percentile else None,
            metric_name=None if single is None else single.name,
            metric_queries=self._share(name, seconds) if single is None else None,
            namespace=None if single is None else single.namespace,
            ok_actions=[self.topic_arn],
            period=None if single is None else seconds,
            statistic=None if single is None or percentile else kind.statistic,
            tags=self._args.get("tags"),
            threshold=threshold,
            treat_missing_data=self._args.get("missing_data", alarm_args.MISSING_DATA[0]),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return alarm.arn

    def _metric(self, name: str) -> _Metric:
        """The metric of an alarm that watches one, made from the access log where CloudWatch has none."""
        if not counts_log(name, self._target.kind):
            return _Metric(self._target.metrics[name], NAMESPACE, self._target.dimensions)
        label = name.replace("_", "-")
        counted = aws.cloudwatch.LogMetricFilter(
            f"{self._name_of_component}-{label}-in-log",
            log_group_name=self._target.log_group_name,
            metric_transformation={
                "default_value": "0",
                "name": self._target.log_metric(name),
                "namespace": LOG_NAMESPACE,
                "unit": "Count",
                "value": "1",
            },
            pattern=ALARMS[name].log_pattern,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return _Metric(counted.metric_transformation.name, LOG_NAMESPACE, None)

    def _share(self, name: str, seconds: int) -> Sequence[aws.cloudwatch.MetricAlarmMetricQueryArgs]:
        """The queries of an alarm that watches a share, which is fine while there are few requests."""
        metrics, minimum = self._target.metrics, int(self._args.get("minimum_requests", alarm_args.DEFAULT_MINIMUM))
        if name == "cache_hits":
            wanted_metrics = {"hits": metrics["cache_hits"], "misses": metrics["cache_misses"]}
            asked = "(FILL(hits, 0) + FILL(misses, 0))"
            expression = f"IF({asked} >= {minimum}, 100 * FILL(hits, 0) / {asked}, 100)"
        else:
            wanted_metrics = {"errors": metrics[name], "requests": metrics["requests"]}
            expression = f"IF(requests >= {minimum}, 100 * FILL(errors, 0) / requests, 0)"
        share = aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id="share", expression=expression, label=f"{name} in %", return_data=True
        )
        return [
            share,
            *(
                aws.cloudwatch.MetricAlarmMetricQueryArgs(
                    id=key,
                    metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
                        dimensions=self._target.dimensions,
                        metric_name=metric,
                        namespace=NAMESPACE,
                        period=seconds,
                        stat="Sum",
                    ),
                )
                for key, metric in wanted_metrics.items()
            ),
        ]

    def _setting(self, name: str) -> Alarm:
        settings: Mapping[str, Alarm] = {**self._args.get("settings", {})}  # pyright: ignore[reportAssignmentType] -- every value of an AlarmSettings is an Alarm
        return settings.get(name, {})


def _description(name: str, target: Watched, threshold: float) -> str:
    unit = UNITS.get(name, "")
    return f'{target.kind.title} "{target.title}": {threshold:g} {unit} {ALARMS[name].about}'.replace("  ", " ")
