namespace Whalepaper.Fuzz;

/// <summary>What reads or writes down what strangers wrote, each with the laws that must hold for any bytes at all. Whatever else is thrown is a mistake of the program.</summary>
internal static class Targets
{
    /// <summary>The targets by name; a folder of <c>seeds</c> and one of <c>kept</c> are called the same.</summary>
    public static IReadOnlyDictionary<string, Action<byte[]>> All { get; } = new Dictionary<string, Action<byte[]>>(StringComparer.Ordinal)
    {
        ["charter"] = CharterTarget.Run,
        ["bibtex"] = BibTeXTarget.Run,
        ["csv"] = CsvTarget.Run,
        ["arxiv"] = IdentifierTarget.Run,
    };

    /// <summary>Says which law is broken.</summary>
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void Require(bool holds, string law)
    {
        if (!holds)
            throw new InvalidOperationException($"A law is broken: {law}.");
    }
}
