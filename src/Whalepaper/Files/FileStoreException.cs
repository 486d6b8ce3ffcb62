namespace Whalepaper.Files;

/// <summary>A file could not be kept or fetched: the disk is full, or the bucket does not answer. It is nobody's mistake but the operator's to look at.</summary>
public sealed class FileStoreException(string message, Exception inner) : Exception(message, inner);
