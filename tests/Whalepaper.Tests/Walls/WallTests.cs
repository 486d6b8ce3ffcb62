using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>The walls between the rooms, as the decisions of the house name them.</summary>
public sealed partial class WallTests
{
    [Fact]
    public async Task Entities_know_neither_the_web_nor_the_database()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var entities = await database.WithAsync(db => Task.FromResult(db.Model.GetEntityTypes().Select(type => type.ClrType.FullName!)
            .Where(name => name.StartsWith("Whalepaper.", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal)));

        Assert.InRange(entities.Count, 15, 500);
        Assert.Empty(Breaches(
            // An account is the framework's user with a member behind it: its sign-in works on columns of its own, and that is decided.
            type => entities.Contains(type) && type != typeof(Whalepaper.Members.Accounts.Account).FullName,
            known => known.StartsWith("Microsoft.", StringComparison.Ordinal) || known.StartsWith("Npgsql", StringComparison.Ordinal) || Building.FolderOf(known) is "Ui" or "Data" or "Api" or "Cli"));
    }

    [Theory]
    [InlineData("Ui")]
    [InlineData("Api")]
    public void What_all_rooms_share_knows_no_room(string folder) => Assert.Empty(Breaches(
        type => Building.FolderOf(type) == folder,
        known => Building.FolderOf(known) is { } other && (Building.Rooms.Contains(other) || other == "Cli")));

    [Fact]
    public void Only_the_data_room_knows_an_engine() => Assert.Empty(Breaches(
        type => Building.FolderOf(type) != "Data",
        known => Engines().IsMatch(known)));

    [Fact]
    public void The_data_room_knows_no_page_and_no_endpoint() => Assert.Empty(Breaches(
        type => Building.FolderOf(type) == "Data",
        known => new[] { "Components", "Http", "Routing", "Builder", "Mvc" }.Any(part => known.StartsWith($"Microsoft.AspNetCore.{part}.", StringComparison.Ordinal)) || Building.FolderOf(known) is "Ui" or "Api" or "Cli"));

    [Fact]
    public void A_room_uses_no_page_and_no_endpoint_of_another()
    {
        var doors = typeof(Site).Assembly.GetTypes().Where(type => IsPage(type) || IsEndpoints(type)).Select(type => type.FullName!).ToHashSet(StringComparer.Ordinal);

        Assert.InRange(doors.Count, 15, 500);
        Assert.Empty(Building.Types.SelectMany(type => Building.Known(type)
            .Where(known => doors.Contains(known) && Building.Rooms.Contains(Building.FolderOf(type.FullName)) && Building.FolderOf(known) != Building.FolderOf(type.FullName))
            .Select(known => $"{type.FullName} knows {known}")));
    }

    [Fact]
    public void Nobody_has_a_name_that_says_nothing() => Assert.All(
        Building.Types.Select(type => type.Name).Concat(Building.Files(".cs", ".razor").Select(file => Path.GetFileNameWithoutExtension(file))),
        name => Assert.DoesNotMatch(Hollow(), name));

    [Fact]
    public void Walls_are_seen_at_all()
    {
        // The reader of assemblies must see what is known inside of methods that wait or yield, or every wall would stand for nothing.
        Assert.Contains("NodaTime.IClock", Building.Known(Building.Types.Single(type => type.FullName == "Whalepaper.Meetings.MeetingPlanner")));
        Assert.NotEmpty(Breaches(type => type == "Whalepaper.Papers.CitationQueries", known => known == typeof(WhalepaperDb).FullName));
        Assert.NotEmpty(Breaches(type => type == "Whalepaper.Papers.CitationQueries", known => known == "Whalepaper.Charter.SafeLink"));
    }

    private static List<string> Breaches(Predicate<string> of, Predicate<string> forbidden) =>
        [.. Building.Types.Where(type => of(type.FullName)).SelectMany(type => Building.Known(type).Where(known => forbidden(known)).Select(known => $"{type.FullName} knows {known}"))];

    private static bool IsPage(Type type) => type.GetCustomAttributes<RouteAttribute>().Any();

    private static bool IsEndpoints(Type type) => type is { IsAbstract: true, IsSealed: true } && Building.Rooms.Contains(Building.FolderOf(type.FullName!))
        && type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(IEndpointRouteBuilder)));

    [GeneratedRegex("^(Npgsql|Microsoft\\.Data\\.Sqlite|SQLitePCL|Microsoft\\.EntityFrameworkCore\\.Sqlite)|SqliteDbContextOptions|NpgsqlDbContextOptions", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Engines();

    [GeneratedRegex("(Manager|Helper|Utility|Utils?|Service|Common)s?(?![a-z])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hollow();
}
