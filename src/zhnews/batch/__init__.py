"""Runs a pipeline over archives: sources, plan, engines, sinks; knows pipelines, is known by no stage."""
