using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Whalepaper.Tests.People;

/// <summary>The page that shows a refused form again.</summary>
internal sealed class RefusedPage : IDisposable
{
    // What stands over a form whose fields say more.
    private const string Generic = "What is marked below needs another look";

    private readonly IHtmlDocument _page;
    private readonly IHtmlFormElement? _form;

    /// <summary>Reads the page.</summary>
    /// <param name="text">The page.</param>
    /// <param name="method">The method of the form that was sent.</param>
    /// <param name="path">Where it went.</param>
    public RefusedPage(string text, string method, string path)
    {
        _page = new HtmlParser().ParseDocument(text);
        // The switches at the top of every page go where the page of preferences goes.
        // A button of a form may go elsewhere than its form.
        _form = _page.Forms.LastOrDefault(form => (Uri.UnescapeDataString((form.GetAttribute("action") ?? "").Split('?')[0]) == Uri.UnescapeDataString(path) || form.QuerySelectorAll("[formaction]").Any(button => button.GetAttribute("formaction") == path))
            && (form.QuerySelector("input[name=_method]")?.GetAttribute("value") ?? "POST") == method);
    }

    /// <summary>Whether a page tells a secret. A choice that is merely on offer tells nothing.</summary>
    /// <param name="text">The page.</param>
    /// <param name="secret">The secret.</param>
    public static bool Tells(string text, string secret)
    {
        using var page = new HtmlParser().ParseDocument(text);
        foreach (var offered in page.QuerySelectorAll("input[type=radio]:not([checked]), option:not([selected])"))
            offered.RemoveAttribute("value");
        return page.DocumentElement.OuterHtml.Contains(secret, StringComparison.Ordinal);
    }

    /// <summary>Why nobody is told what is wrong with this field; null if they are.</summary>
    public string? Silent(string field)
    {
        if (_form is null)
            return "the form is not on the page";
        var controls = Controls(field);
        if (controls.TrueForAll(control => control.GetAttribute("type") == "hidden"))
            return TellsOfWhole() ? null : "nothing is said of what nobody sees";
        return controls.Exists(IsTied) ? null : "the control is not tied to a message";
    }

    /// <summary>What of this was typed and is not on the page any more.</summary>
    /// <param name="sent">What was sent, without secrets.</param>
    /// <param name="wrong">The field that is wrong: nobody can choose what is not on offer, nor see what is no sign.</param>
    public IEnumerable<string> Lost(IReadOnlyList<(string Name, string Value)> sent, string wrong)
    {
        foreach (var field in sent.GroupBy(one => one.Name, StringComparer.Ordinal))
        {
            var controls = Controls(field.Key).FindAll(control => control.GetAttribute("type") is not ("hidden" or "password" or "file"));
            var (boxes, lines) = (controls.FindAll(control => control.GetAttribute("type") is "radio" or "checkbox"), controls.FindAll(control => control.GetAttribute("type") is not ("radio" or "checkbox")));
            var values = field.Select(one => one.Value).ToList();
            if (boxes.Count > 0 && field.Key != wrong && !boxes.Where(box => box.HasAttribute("checked")).Select(box => box.GetAttribute("value")).Order(StringComparer.Ordinal).SequenceEqual(values.Order(StringComparer.Ordinal), StringComparer.Ordinal))
                yield return field.Key;
            for (var n = 0; n < lines.Count && n < values.Count; n++)
            {
                if (field.Key == wrong && (lines[n] is IHtmlSelectElement || values[n].Any(sign => char.IsControl(sign) || (sign & 0xFFFE) == 0xFFFE)))
                    continue;
                if (Held(lines[n]) != values[n])
                    yield return field.Key;
            }
        }
    }

    public void Dispose() => _page.Dispose();

    private List<IElement> Controls(string field) => [.. _form!.QuerySelectorAll("input, select, textarea").Where(control => control.GetAttribute("name") == field)];

    private bool IsTied(IElement control)
    {
        var described = $"{control.GetAttribute("aria-describedby")} {control.Closest("fieldset")?.GetAttribute("aria-describedby")}";
        return described.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(id => _page.GetElementById(id) is { } word && word.ClassList.Contains("field-error") && !string.IsNullOrWhiteSpace(word.TextContent));
    }

    private bool TellsOfWhole() => _page.QuerySelectorAll("[role=alert]").Any(word => !word.HasAttribute("hidden") && !string.IsNullOrWhiteSpace(word.TextContent) && !word.TextContent.Contains(Generic, StringComparison.Ordinal));

    private static string? Held(IElement control) => control switch
    {
        IHtmlSelectElement select => select.Options.FirstOrDefault(option => option.HasAttribute("selected"))?.Value,
        IHtmlTextAreaElement area => area.TextContent,
        _ => control.GetAttribute("value"),
    };
}
