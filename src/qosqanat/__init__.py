"""Qosqanat: dual education for universities in Kazakhstan."""
