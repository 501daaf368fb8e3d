"""A run of a small file at the desk."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests import cast

HEAD = "ID;ФИО;Группа;Курс;Шифр ОП;Телефон\n"
NEW = (
    HEAD
    + "50001;Нұрланов Асан;МГІ-24-1;3;6B07201;87020046930\n50002;Серікова Дана;МГІ-24-1;3;6B07201;877100315\n"
)


@pytest.fixture
def office(house: cast.House, client_as: Callable[..., Client]) -> Client:
    return client_as(house.office)


@pytest.fixture
def upload(office: Client) -> Callable[..., HttpResponse]:
    def send(text: str | bytes = NEW, name: str = "list.csv", kind: str = "contingent") -> HttpResponse:
        data = text.encode() if isinstance(text, str) else text
        return office.post("/office/imports/new/", {"kind": kind, "file": SimpleUploadedFile(name, data)})

    return send
