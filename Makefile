lock:
	.venv/bin/uv pip compile -q pyproject.toml --python-version 3.11 --universal --generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements.txt
