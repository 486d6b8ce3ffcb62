using System.Buffers;
using System.Text.RegularExpressions;
using Whalepaper.Charter;
using Whalepaper.Members;

namespace Whalepaper.Papers;

/// <summary>What is wrong with a line that should name a work.</summary>
public enum WorkFault
{
    /// <summary>It has neither letter nor digit.</summary>
    Nothing = 1,

    /// <summary>Its title or its link is too long.</summary>
    TooLong = 2,

    /// <summary>It has an address that is none of the web's, or more than one.</summary>
    Address = 3,

    /// <summary>An entry of BibTeX that is broken, or that has neither title nor link.</summary>
    Entry = 4,
}

/// <summary>
/// Works that somebody typed or pasted: one a line, by its title, a link, an arXiv number or a DOI, or by a title with one of them before or behind it;
/// among them entries of BibTeX. What is named twice is one work. Takes time in proportion to the length.
/// </summary>
public sealed partial class PastedWorks
{
    private static readonly char[] blanks = [' ', '\t', '\u3000'];

    // None of these stands in an address.
    private static readonly SearchValues<char> outsideLinks = SearchValues.Create([.. blanks, '<', '>', '"', '\r', '\n']);

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<SurveyedWork> _works = [];
    private readonly List<(int Line, WorkFault Fault)> _faults = [];

    private PastedWorks()
    {
    }

    /// <summary>The works that could be read, in their order.</summary>
    public IReadOnlyList<SurveyedWork> Works => _works;

    /// <summary>What could not, by the line on which it begins, from 1.</summary>
    public IReadOnlyList<(int Line, WorkFault Fault)> Faults => _faults;

    /// <summary>How many works are entries of BibTeX.</summary>
    public int Entries { get; private set; }

    /// <summary>How many works are more than a title: an entry, or a link, a number, a DOI.</summary>
    public int References { get; private set; }

    /// <summary>Reads a text.</summary>
    public static PastedWorks Read(string? text)
    {
        var (read, whole) = (new PastedWorks(), (text ?? "").ReplaceLineEndings("\n"));
        var (at, line) = (0, 1);
        foreach (var entry in BibTeXReading.Entries(whole))
        {
            line = read.AddLines(whole[at..entry.Start], line);
            if (entry.Fields is { } fields)
                read.AddEntry(line, fields, entry.IsWhole);
            line += whole.AsSpan(entry.Start, entry.End - entry.Start).Count('\n');
            at = entry.End;
        }

        read.AddLines(whole[at..], line);
        return read;
    }

    /// <summary>These works, and behind them those of another text that are not among them.</summary>
    public IReadOnlyList<SurveyedWork> With(PastedWorks? others) => others is null ? _works : [.. _works, .. others._works.Where(work => !Keys(work).Any(_known.Contains))];

    private int AddLines(string text, int line)
    {
        var lines = text.Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            if (!string.IsNullOrWhiteSpace(lines[n]))
                AddLine(line + n, lines[n].Trim());
        }

        return line + lines.Length - 1;
    }

    private void AddLine(int number, string text)
    {
        var (title, link) = Parted(ListMark().Replace(text, ""));
        if (title is not null && AddressPattern().IsMatch(title))
            _faults.Add((number, WorkFault.Address));
        else if (Add(number, title, link, null, null) && link is not null)
            References++;
    }

    private void AddEntry(int number, IReadOnlyDictionary<string, string> fields, bool isWhole)
    {
        var (said, eprint, doi) = (PastedPaper.Of(fields), fields.GetValueOrDefault("eprint"), fields.GetValueOrDefault("doi"));
        if (!isWhole || (said.Title is null && said.Link is null))
        {
            _faults.Add((number, WorkFault.Entry));
        }
        else if (!Add(number, said.Title, said.Link, PaperDetails.Read("", $"https://arxiv.org/abs/{eprint}").ArxivId, PaperDetails.Read("", $"https://doi.org/{doi}").Doi))
        {
            return;
        }

        Entries++;
        References++;
    }

    /// <summary>Takes a work in; says whether it is new, or wrong.</summary>
    private bool Add(int number, string? title, string? link, string? arxivId, string? doi)
    {
        var says = title is not null && NormalName.Of(title).Length > 0;
        WorkFault? fault = !says && link is null ? WorkFault.Nothing
            : title?.Length > SurveyedWork.TitleMaximum || link?.Length > SurveyedWork.LinkMaximum ? WorkFault.TooLong
            : link is not null && (!SafeLink.IsWeb(link) || !SafeLink.IsSafe(link)) ? WorkFault.Address : null;
        if (fault is { } wrong)
        {
            _faults.Add((number, wrong));
            return true;
        }

        var details = PaperDetails.Read("", link);
        var work = new SurveyedWork(says ? title : null, link, details.ArxivId ?? arxivId, details.Doi ?? doi);
        List<string> keys = [.. Keys(work)];
        var isNew = !keys.Exists(_known.Contains);
        _known.UnionWith(keys);
        if (isNew)
            _works.Add(work);
        return isNew;
    }

    private static IEnumerable<string> Keys(SurveyedWork work)
    {
        if (work.NormalizedTitle is not null)
            yield return $"title {work.NormalizedTitle}";
        if (work.ArxivId is not null)
            yield return $"arxiv {work.ArxivId}";
        if (work.Doi is not null)
            yield return $"doi {work.Doi}";
        if (work.Link is not null)
            yield return $"link {work.Link}";
    }

    /// <summary>A line's title and where it leads: <c>[title](link)</c>, or a link, a number or a DOI before or behind the title.</summary>
    private static (string? Title, string? Link) Parted(string line)
    {
        if (Linked(line) is { } linked)
            return linked;
        if (PastedPaper.LinkOf(line) is { } alone)
            return (null, alone);
        var last = line.LastIndexOfAny(blanks);
        if (last > 0 && PastedPaper.LinkOf(Bare(line[(last + 1)..])) is { } behind)
            return (Untied(line[..last]), behind);
        var first = line.IndexOfAny(blanks);
        return first > 0 && PastedPaper.LinkOf(Bare(line[..first])) is { } before ? (Untied(line[first..]), before) : (line, null);
    }

    // By the last bracket that could open the address: a line is looked through once, however many brackets it has.
    private static (string Title, string Link)? Linked(string line)
    {
        var middle = line.LastIndexOf("](", StringComparison.Ordinal);
        if (middle < 2 || line[0] is not '[' || line[^1] is not ')')
            return null;
        var link = line[(middle + 2)..^1];
        return link.Length > 0 && link.AsSpan().IndexOfAny(outsideLinks) < 0 ? (line[1..middle].Trim(), link) : null;
    }

    // A bracket is the writer's only if it was opened before the address: the web has addresses that end with one.
    private static string Bare(string address) => address[0] is '(' or '<' or '（' or '《' ? address.Trim('(', ')', '<', '>', '（', '）', '《', '》') : address.TrimEnd(',', ';', '，', '；', '。');

    private static string Untied(string title)
    {
        var bare = title.Trim(' ', '\t', '\u3000', ',', ';', ':', '|', '-', '–', '—', '，', '；', '：');
        foreach (var word in (ReadOnlySpan<string>)[" arxiv", " doi"])
        {
            if (bare.EndsWith(word, StringComparison.OrdinalIgnoreCase))
                return bare[..^word.Length].TrimEnd();
        }

        return bare;
    }

    [GeneratedRegex("""^([-*•·]\s|[0-9]{1,2}([.)]\s|、))\s*""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListMark();

    // What is meant as an address and is none: it would stand as a title that leads nowhere.
    [GeneratedRegex("""://|^(javascript|data|vbscript|file|mailto|ftp|blob):\S|^\.{0,2}/\S*$|^www\.\S+$|^[a-z0-9\-]+(\.[a-z0-9\-]+)*\.[a-z]{2,}/\S*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AddressPattern();
}
