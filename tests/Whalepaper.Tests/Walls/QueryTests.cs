using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What stands behind the question mark of an address is anybody's: no page fails because of it.</summary>
public sealed partial class QueryTests
{
    private static readonly string[] hostile = ["x", "", "-1", "0", "99999999999999999999", "1.5", ";env;", "../../../etc/passwd", "'\"><script>alert(1)</script>", "\u0000", "\u202E人脸", "%", "1&page=2"];

    private static readonly List<(Type Component, PropertyInfo Property)> asked =
    [
        .. typeof(Site).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IComponent)))
            .SelectMany(type => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(property => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is not null).Select(property => (type, property))),
    ];

    // The framework answers with an error where it cannot make a number or a day of what was written: a page does that itself.
    [Fact]
    public void Pages_read_it_as_text()
    {
        Assert.InRange(asked.Count, 20, 500);
        Assert.Empty(asked.Where(one => one.Property.PropertyType != typeof(string) && one.Property.PropertyType != typeof(string[])).Select(one => $"{one.Component.Name}.{one.Property.Name}"));
    }

    [Theory, BothEngines]
    public async Task No_page_fails_because_of_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        var shown = 0;
        foreach (var page in asked.GroupBy(one => one.Component).SelectMany(page => page.Key.GetCustomAttributes<RouteAttribute>().Select(route => (Path: Filled(route.Template), Names: page.Select(one => NameOf(one.Property)).ToList()))))
        {
            foreach (var value in hostile)
            {
                var path = $"{page.Path}?{string.Join('&', page.Names.Select(name => $"{name}={Uri.EscapeDataString(value)}"))}";
                var status = (await organizer.GetAsync(path)).Status;
                Assert.True((int)status < 500, $"{path}: {status}");
                shown += status is HttpStatusCode.OK ? 1 : 0;
            }
        }

        // Most of them are there, and do not only say that there is nothing.
        Assert.InRange(shown, 100, 10_000);
    }

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()!.Name ?? property.Name;

    private static string Filled(string template) => Place().Replace(template, place => place.Groups["name"].Value switch { "Number" => "5", "Code" => "nlp", "Handle" => "inner", _ => "1" });

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)(:[a-z]+)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
