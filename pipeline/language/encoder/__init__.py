"""The embedded encoder: a spaCy component that reads every layer of a document from one small ONNX network."""
