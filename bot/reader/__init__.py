"""Reads prompts with a language model on an OpenAI-compatible server, if the operator names one."""
