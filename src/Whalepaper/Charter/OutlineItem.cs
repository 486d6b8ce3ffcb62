using System.Globalization;
using System.Text.RegularExpressions;

namespace Whalepaper.Charter;

/// <summary>A part of every talk as a list item says it: <c>领域知识介绍(10-20 min)</c>.</summary>
/// <param name="Fact">What it asks for.</param>
/// <param name="Title">Where the title stands in the item's text.</param>
/// <param name="Bounds">Where the bounds stand, brackets included; empty where there are none.</param>
internal sealed partial record OutlineItem(PartFact Fact, Range Title, Range Bounds)
{
    /// <summary>Reads the text of a list item.</summary>
    public static OutlineItem Read(string text)
    {
        var trimmed = text.TrimEnd();
        var match = BoundsPattern().Match(trimmed);
        var title = (match.Success ? trimmed[..match.Index] : trimmed).TrimEnd();
        if (!match.Success || title.Length == 0 || Bound(match, "to") < Bound(match, "from"))
            return new OutlineItem(new PartFact(trimmed.Trim(), null, null), 0..trimmed.Length, trimmed.Length..trimmed.Length);
        var to = Bound(match, "to");
        var from = Bound(match, "from");
        var most = match.Groups["most"].Success || match.Groups["within"].Success;
        var fact = new PartFact(title.Trim(), to is not null ? from : most ? null : from, to ?? from);
        return new OutlineItem(fact, 0..title.Length, match.Index..(match.Index + match.Length));
    }

    /// <summary>The text with another part in it, in the same manner.</summary>
    public string Rewrite(string text, PartFact part)
    {
        var title = string.Equals(part.Title, Fact.Title, StringComparison.Ordinal) ? text[Title] : part.Title;
        if (part.Minimum == Fact.Minimum && part.Maximum == Fact.Maximum)
            return title + text[Title.End..];
        var between = text[Title.End..Bounds.Start];
        var bounds = part.Minimum is null && part.Maximum is null ? "" : (Bounds.Start.Equals(Bounds.End) ? "(" : text[Bounds][..1]) + Say(part)
            + (Bounds.Start.Equals(Bounds.End) ? ")" : text[Bounds][^1..]);
        return title + (bounds.Length == 0 ? "" : between) + bounds + text[Bounds.End..];
    }

    /// <summary>A part in the manner that we write ourselves.</summary>
    public static string Write(PartFact part) =>
        part.Minimum is null && part.Maximum is null ? part.Title : $"{part.Title}({Say(part)})";

    private static string Say(PartFact part) => part switch
    {
        { Minimum: null, Maximum: { } most } => string.Create(CultureInfo.InvariantCulture, $"≤{most} min"),
        { Minimum: { } least, Maximum: { } most } when least == most => string.Create(CultureInfo.InvariantCulture, $"{least} min"),
        { Minimum: { } least, Maximum: { } most } => string.Create(CultureInfo.InvariantCulture, $"{least}-{most} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{part.Minimum}-{part.Minimum} min"),
    };

    private static int? Bound(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(
        """[\(（\[【]\s*(?<most>≤|<=|<|最多|不超过|at most|up to|max\.?)?\s*(约|about)?\s*(?<from>[0-9]{1,3})\s*((-|–|—|~|～|至|到|to)\s*(?<to>[0-9]{1,3}))?\s*(min|mins|minutes|minute|分钟|分|')\.?\s*(?<within>以内|内)?\s*[\)）\]】]$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex BoundsPattern();
}
