using SharpFuzz;
using Whalepaper.Fuzz;

// afl-fuzz runs it with the name of a target, and gives it one input after the other; with files behind the name, each of those is read once.
if (args is not [var name, .. var files] || !Targets.All.TryGetValue(name, out var target))
{
    Console.Error.WriteLine($"Usage: Whalepaper.Fuzz TARGET [FILE…], where TARGET is one of: {string.Join(", ", Targets.All.Keys)}.");
    return 2;
}

foreach (var file in files)
    target(await File.ReadAllBytesAsync(file));
if (files.Length == 0)
{
    // In a process of its own: what hangs or ends the process is found too, and the search goes on.
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        target(bytes.ToArray());
    });
}

return 0;
