"""The manifests in docs/cluster.md: what no schema of Kubernetes checks, that their parts belong together."""

import re
from pathlib import Path

import pytest
import yaml
from distributed.cli import dask_scheduler, dask_worker
from typer.main import get_command

from pipeline import cli

PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"
UNITS = {"": 1, "m": 1e-3, "Mi": 2**20, "Gi": 2**30}


@pytest.fixture(scope="module")
def manifests():
    (block,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return {(m["kind"], m["metadata"]["name"]): m["spec"] for m in yaml.safe_load_all(block)}


@pytest.fixture(scope="module")
def pods(manifests):
    return {name: spec["template"] for name, spec in manifests.items() if "template" in spec}


@pytest.fixture(scope="module")
def containers(pods):
    return [container for pod in pods.values() for container in pod["spec"]["containers"]]


def amount(quantity: str) -> float:
    number, unit = re.fullmatch(r"([0-9.]+)([a-zA-Z]*)", quantity).groups()
    return float(number) * UNITS[unit]


def test_manifests_are_a_scheduler_its_address_workers_and_a_build(manifests):
    names = {("Deployment", "scheduler"), ("Service", "scheduler"), ("Deployment", "workers"), ("Job", "build")}
    assert manifests.keys() == names


def test_deployments_and_services_select_the_pods_that_there_are(manifests, pods):
    for (kind, _), spec in manifests.items():
        if kind == "Deployment":
            assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    service = manifests["Service", "scheduler"]
    (chosen,) = (pod for pod in pods.values() if pod.get("metadata", {}).get("labels") == service["selector"])
    open_ = {port["containerPort"] for c in chosen["spec"]["containers"] for port in c["ports"]}
    assert {port["port"] for port in service["ports"]} <= open_


def test_addresses_of_the_scheduler_are_those_of_its_service(manifests, containers):
    (port,) = manifests["Service", "scheduler"]["ports"]
    named = {word for c in containers for word in c["command"] if word.startswith("tcp://")}
    assert named == {f"tcp://scheduler:{port['port']}"}


def test_containers_ask_for_no_more_than_they_may_have_and_hold_text_in_their_environment(containers):
    for container in containers:
        asked, most = (container.get("resources", {}).get(kind, {}) for kind in ("requests", "limits"))
        assert all(amount(asked[kind]) <= amount(most[kind]) for kind in most if kind in asked)
        assert all(isinstance(variable["value"], str) for variable in container.get("env", ()))
        assert all(isinstance(word, str) for word in container["command"])


def test_job_is_not_tried_again_for_inputs_that_were_skipped(manifests):
    job = manifests["Job", "build"]
    (container,) = job["template"]["spec"]["containers"]
    assert job["template"]["spec"]["restartPolicy"] == "Never"  # which a podFailurePolicy needs
    fails, ignored = job["podFailurePolicy"]["rules"]
    assert fails["action"] == "FailJob"
    assert fails["onExitCodes"] == {"containerName": container["name"], "operator": "In", "values": [1]}
    assert ignored["onPodConditions"] == [{"type": "DisruptionTarget", "status": "True"}]


def test_commands_are_such_as_citegraph_and_dask_take(containers):
    known = {
        ("dask", "scheduler"): dask_scheduler.main,
        ("dask", "worker"): dask_worker.main,
        ("citegraph", "build"): get_command(cli.app).commands["build"],
    }
    for container in containers:
        program, command, *arguments = container["command"]
        known.pop((program, command)).make_context(command, arguments)
    assert not known
