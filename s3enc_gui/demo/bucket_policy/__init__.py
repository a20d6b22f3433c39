"""Bucket policies of the demo, evaluated by an evaluator of its own.

It isn't the program's (domain/policy): a mistake there mustn't be repeated by the server.
"""
