using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>What can be found of one thing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">The number of its row; of a section of the charter, its place from 1.</param>
/// <param name="Title">What it is called.</param>
internal sealed record SearchDocument(SearchKind Kind, int Number, string Title)
{
    /// <summary>The longest title that is kept beside the index, in UTF-16 units: that of a page, not of a novel.</summary>
    private const int TitleKept = 1000;

    /// <summary>No more words of a body are found than this, unless it is a whole document.</summary>
    private const int UsualWords = 4000;

    private const int NameLongest = 80;

    /// <summary>Who made it or shares it.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Other names that it goes by; each found like a title.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Identifiers by which the world knows it.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = [];

    /// <summary>What else is said in it, plain text.</summary>
    public string Body { get; init; } = "";

    /// <summary>How many words of the body are found.</summary>
    public int BodyWords { get; init; } = UsualWords;

    /// <summary>The document that it is shown under.</summary>
    public long? Under { get; init; }

    /// <summary>Its number in the index.</summary>
    public long Id => SearchTable.IdOf((int)Kind, Number);

    /// <summary>What the index keeps of it.</summary>
    public SearchEntry Entry()
    {
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in (IEnumerable<string>)[Title, .. People, .. Names])
            Add(tokens, text, sign: null, int.MaxValue);
        foreach (var name in (IEnumerable<string>)[Title, .. Names, .. ShortNames(Title)])
            AddWhole(tokens, '=', name);
        foreach (var identifier in Identifiers)
        {
            Add(tokens, identifier, sign: null, int.MaxValue);
            AddWhole(tokens, '@', identifier);
        }

        Add(tokens, Body, SearchTable.BodySign, BodyWords);
        var words = string.Join(' ', tokens);
        var (title, people) = (Shorten(Title, TitleKept), Shorten(string.Join('\n', People), TitleKept));
        return new(new(Id, title, people, Under, Digest(title, people, words)), words);
    }

    /// <summary>The token of a whole name; null if it has neither letter nor digit.</summary>
    internal static string? Whole(char sign, string name) => Words.Joined(name, NameLongest) is { Length: > 0 } joined ? sign + joined : null;

    /// <summary>A title without the venue behind it, and the part before its colon: what people call a paper by.</summary>
    private static IEnumerable<string> ShortNames(string title)
    {
        var bare = title.TrimEnd();
        if (bare.EndsWith(']') && bare.LastIndexOf('[') is > 0 and var mark)
            yield return bare = bare[..mark];
        if (bare.AsSpan().IndexOfAny(':', '：') is > 0 and var colon)
            yield return bare[..colon];
    }

    private static void Add(HashSet<string> tokens, string text, char? sign, int most)
    {
        var left = most;
        foreach (var word in Words.Of(text))
        {
            if (left-- <= 0)
                break;
            // What the title says need not be said again by the body.
            foreach (var form in (ReadOnlySpan<string>)[word.Form, word.Stem])
            {
                if (sign is null || !tokens.Contains(form))
                    tokens.Add(sign + form);
            }
        }
    }

    private static void AddWhole(HashSet<string> tokens, char sign, string name)
    {
        if (Whole(sign, name) is { } whole)
            tokens.Add(whole);
    }

    private static string Shorten(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private long Digest(string title, string people, string words) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{title}\n\n{people}\n\n{Under}\n\n{words}")));
}
