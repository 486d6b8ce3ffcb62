using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Talks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Talks_MeetingId",
                table: "Talks");

            migrationBuilder.AddColumn<bool>(
                name: "IsOpen",
                table: "Tracks",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "NeedsWord",
                table: "Talks",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "PreparedAt",
                table: "Talks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Seat",
                table: "Talks",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "State",
                table: "Talks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ListedAt",
                table: "Papers",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Turns",
                table: "Members",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "AddedById",
                table: "Materials",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsPublic",
                table: "Materials",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsPartial",
                table: "Giving",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Acceptance",
                columns: table => new
                {
                    TalkId = table.Column<int>(type: "integer", nullable: false),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Acceptance", x => x.TalkId);
                    table.ForeignKey(
                        name: "FK_Acceptance_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Acceptance_Talks_TalkId",
                        column: x => x.TalkId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AwayDays",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<int>(type: "integer", nullable: false),
                    To = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AwayDays", x => x.Id);
                    table.ForeignKey(
                        name: "FK_AwayDays_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Ending",
                columns: table => new
                {
                    TalkId = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Ending", x => x.TalkId);
                    table.ForeignKey(
                        name: "FK_Ending_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Ending_Talks_TalkId",
                        column: x => x.TalkId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Handovers",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TalkId = table.Column<int>(type: "integer", nullable: false),
                    FromId = table.Column<int>(type: "integer", nullable: false),
                    ToId = table.Column<int>(type: "integer", nullable: true),
                    SwapId = table.Column<int>(type: "integer", nullable: true),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false),
                    TakenById = table.Column<int>(type: "integer", nullable: true),
                    TakenAt = table.Column<long>(type: "bigint", nullable: true),
                    End = table.Column<int>(type: "integer", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedById = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Handovers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Handovers_Members_FromId",
                        column: x => x.FromId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Handovers_Members_TakenById",
                        column: x => x.TakenById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Handovers_Members_ToId",
                        column: x => x.ToId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Handovers_Talks_SwapId",
                        column: x => x.SwapId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Handovers_Talks_TalkId",
                        column: x => x.TalkId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PreparedParts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TalkId = table.Column<int>(type: "integer", nullable: false),
                    PartId = table.Column<int>(type: "integer", nullable: true),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IsShown = table.Column<bool>(type: "boolean", nullable: false),
                    ChangedAt = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PreparedParts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PreparedParts_OutlineParts_PartId",
                        column: x => x.PartId,
                        principalTable: "OutlineParts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "FK_PreparedParts_Talks_TalkId",
                        column: x => x.TalkId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Proposals",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    TrackId = table.Column<int>(type: "integer", nullable: false),
                    PaperId = table.Column<int>(type: "integer", nullable: false),
                    ById = table.Column<int>(type: "integer", nullable: false),
                    Why = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    End = table.Column<int>(type: "integer", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedById = table.Column<int>(type: "integer", nullable: true),
                    Answer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Proposals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Proposals_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Proposals_Members_EndedById",
                        column: x => x.EndedById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Proposals_Papers_PaperId",
                        column: x => x.PaperId,
                        principalTable: "Papers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Proposals_TopicTracks_TopicId_TrackId",
                        columns: x => new { x.TopicId, x.TrackId },
                        principalTable: "TopicTracks",
                        principalColumns: new[] { "TopicId", "TrackId" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Standbys",
                columns: table => new
                {
                    MeetingId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Standbys", x => x.MeetingId);
                    table.ForeignKey(
                        name: "FK_Standbys_Meetings_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "Meetings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Standbys_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "StoredFiles",
                columns: table => new
                {
                    MaterialId = table.Column<int>(type: "integer", nullable: false),
                    StorageKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sort = table.Column<int>(type: "integer", nullable: false),
                    Length = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StoredFiles", x => x.MaterialId);
                    table.ForeignKey(
                        name: "FK_StoredFiles_Materials_MaterialId",
                        column: x => x.MaterialId,
                        principalTable: "Materials",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TalkSteps",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    TalkId = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    ById = table.Column<int>(type: "integer", nullable: true),
                    WhomId = table.Column<int>(type: "integer", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Date = table.Column<long>(type: "bigint", nullable: true),
                    Word = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    IsLate = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TalkSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TalkSteps_Members_ById",
                        column: x => x.ById,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TalkSteps_Members_WhomId",
                        column: x => x.WhomId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TalkSteps_Talks_TalkId",
                        column: x => x.TalkId,
                        principalTable: "Talks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WaitingPlaces",
                columns: table => new
                {
                    EntryId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WaitingPlaces", x => new { x.EntryId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_WaitingPlaces_Entries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "Entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_WaitingPlaces_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Wishes",
                columns: table => new
                {
                    TopicId = table.Column<int>(type: "integer", nullable: false),
                    TrackId = table.Column<int>(type: "integer", nullable: false),
                    PaperId = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<int>(type: "integer", nullable: false),
                    Presents = table.Column<bool>(type: "boolean", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Wishes", x => new { x.TopicId, x.TrackId, x.PaperId, x.MemberId });
                    table.ForeignKey(
                        name: "FK_Wishes_Members_MemberId",
                        column: x => x.MemberId,
                        principalTable: "Members",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Wishes_Papers_PaperId",
                        column: x => x.PaperId,
                        principalTable: "Papers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Wishes_TopicTracks_TopicId_TrackId",
                        columns: x => new { x.TopicId, x.TrackId },
                        principalTable: "TopicTracks",
                        principalColumns: new[] { "TopicId", "TrackId" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "FileTexts",
                columns: table => new
                {
                    MaterialId = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Tries = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<long>(type: "bigint", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Fault = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FileTexts", x => x.MaterialId);
                    table.ForeignKey(
                        name: "FK_FileTexts_StoredFiles_MaterialId",
                        column: x => x.MaterialId,
                        principalTable: "StoredFiles",
                        principalColumn: "MaterialId",
                        onDelete: ReferentialAction.Cascade);
                });

            foreach (var statement in EarlierTalks.Statements)
                migrationBuilder.Sql(statement);

            migrationBuilder.CreateIndex(
                name: "IX_Talks_MeetingId_Seat",
                table: "Talks",
                columns: new[] { "MeetingId", "Seat" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Talks_State",
                table: "Talks",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_Materials_AddedById",
                table: "Materials",
                column: "AddedById");

            migrationBuilder.CreateIndex(
                name: "IX_Acceptance_ById",
                table: "Acceptance",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_AwayDays_MemberId_From",
                table: "AwayDays",
                columns: new[] { "MemberId", "From" });

            migrationBuilder.CreateIndex(
                name: "IX_Ending_ById",
                table: "Ending",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_FileTexts_NotBefore",
                table: "FileTexts",
                column: "NotBefore",
                filter: "\"State\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_End_At",
                table: "Handovers",
                columns: new[] { "End", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_FromId",
                table: "Handovers",
                column: "FromId");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_SwapId",
                table: "Handovers",
                column: "SwapId");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_TakenById",
                table: "Handovers",
                column: "TakenById");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_TalkId",
                table: "Handovers",
                column: "TalkId",
                unique: true,
                filter: "\"End\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Handovers_ToId",
                table: "Handovers",
                column: "ToId");

            migrationBuilder.CreateIndex(
                name: "IX_PreparedParts_PartId",
                table: "PreparedParts",
                column: "PartId");

            migrationBuilder.CreateIndex(
                name: "IX_PreparedParts_TalkId_PartId",
                table: "PreparedParts",
                columns: new[] { "TalkId", "PartId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_ById_End",
                table: "Proposals",
                columns: new[] { "ById", "End" });

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_End_At",
                table: "Proposals",
                columns: new[] { "End", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_EndedById",
                table: "Proposals",
                column: "EndedById");

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_PaperId",
                table: "Proposals",
                column: "PaperId");

            migrationBuilder.CreateIndex(
                name: "IX_Proposals_TopicId_TrackId_PaperId",
                table: "Proposals",
                columns: new[] { "TopicId", "TrackId", "PaperId" },
                unique: true,
                filter: "\"End\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Standbys_MemberId",
                table: "Standbys",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_StoredFiles_StorageKey",
                table: "StoredFiles",
                column: "StorageKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TalkSteps_ById",
                table: "TalkSteps",
                column: "ById");

            migrationBuilder.CreateIndex(
                name: "IX_TalkSteps_TalkId",
                table: "TalkSteps",
                column: "TalkId");

            migrationBuilder.CreateIndex(
                name: "IX_TalkSteps_WhomId",
                table: "TalkSteps",
                column: "WhomId");

            migrationBuilder.CreateIndex(
                name: "IX_WaitingPlaces_MemberId",
                table: "WaitingPlaces",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Wishes_MemberId",
                table: "Wishes",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Wishes_PaperId",
                table: "Wishes",
                column: "PaperId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Acceptance");

            migrationBuilder.DropTable(
                name: "AwayDays");

            migrationBuilder.DropTable(
                name: "Ending");

            migrationBuilder.DropTable(
                name: "FileTexts");

            migrationBuilder.DropTable(
                name: "Handovers");

            migrationBuilder.DropTable(
                name: "PreparedParts");

            migrationBuilder.DropTable(
                name: "Proposals");

            migrationBuilder.DropTable(
                name: "Standbys");

            migrationBuilder.DropTable(
                name: "TalkSteps");

            migrationBuilder.DropTable(
                name: "WaitingPlaces");

            migrationBuilder.DropTable(
                name: "Wishes");

            migrationBuilder.DropTable(
                name: "StoredFiles");

            migrationBuilder.DropIndex(
                name: "IX_Talks_MeetingId_Seat",
                table: "Talks");

            migrationBuilder.DropIndex(
                name: "IX_Talks_State",
                table: "Talks");

            migrationBuilder.DropIndex(
                name: "IX_Materials_AddedById",
                table: "Materials");

            migrationBuilder.DropColumn(
                name: "IsOpen",
                table: "Tracks");

            migrationBuilder.DropColumn(
                name: "NeedsWord",
                table: "Talks");

            migrationBuilder.DropColumn(
                name: "PreparedAt",
                table: "Talks");

            migrationBuilder.DropColumn(
                name: "Seat",
                table: "Talks");

            migrationBuilder.DropColumn(
                name: "State",
                table: "Talks");

            migrationBuilder.DropColumn(
                name: "ListedAt",
                table: "Papers");

            migrationBuilder.DropColumn(
                name: "Turns",
                table: "Members");

            migrationBuilder.DropColumn(
                name: "AddedById",
                table: "Materials");

            migrationBuilder.DropColumn(
                name: "IsPublic",
                table: "Materials");

            migrationBuilder.DropColumn(
                name: "IsPartial",
                table: "Giving");

            migrationBuilder.CreateIndex(
                name: "IX_Talks_MeetingId",
                table: "Talks",
                column: "MeetingId");
        }
    }
}
