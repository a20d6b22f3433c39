from __future__ import annotations

from awscrt.crypto import EC

from s3enc_gui.s3.sign_in.dpop import DpopKey

# What awscrt exported of a key that begins with a zero: 31 bytes instead of 32.
SHORT = bytes.fromhex(
    "3076020101041f9320a7c773e52fc261bcb920846c006c0f771299d37a25649d28c2a4e74bc7a00a06082a8648ce"
    "3d030107a1440342000474b7c40a080c62f97b9732466bb64dace229541da250b4799260f373babbc953eb1b418e"
    "2a83c016255206f10bd71407475a4e0b3bd7fb05239a14d4bbdf7816"
)


class ShortKey:
    def export_key(self, _format):
        return SHORT


def test_a_key_that_cannot_be_read_again_is_not_used(monkeypatch):
    made: list[object] = []
    generate = EC.new_generate

    def new_generate(curve):
        made.append(generate(curve) if made else ShortKey())
        return made[-1]

    monkeypatch.setattr(EC, "new_generate", new_generate)
    key = DpopKey()
    # A real key has a leading zero now and then, and is passed over too.
    assert len(made) > 1
    assert DpopKey(key.pem).pem == key.pem
