using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Whalepaper.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Materials : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ListedAt",
                table: "Papers",
                type: "bigint",
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "IX_Materials_AddedById",
                table: "Materials",
                column: "AddedById");

            migrationBuilder.CreateIndex(
                name: "IX_FileTexts_NotBefore",
                table: "FileTexts",
                column: "NotBefore",
                filter: "\"State\" = 0");

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
                name: "IX_StoredFiles_StorageKey",
                table: "StoredFiles",
                column: "StorageKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Wishes_MemberId",
                table: "Wishes",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Wishes_PaperId",
                table: "Wishes",
                column: "PaperId");

            migrationBuilder.AddForeignKey(
                name: "FK_Materials_Members_AddedById",
                table: "Materials",
                column: "AddedById",
                principalTable: "Members",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Materials_Members_AddedById",
                table: "Materials");

            migrationBuilder.DropTable(
                name: "FileTexts");

            migrationBuilder.DropTable(
                name: "Proposals");

            migrationBuilder.DropTable(
                name: "Wishes");

            migrationBuilder.DropTable(
                name: "StoredFiles");

            migrationBuilder.DropIndex(
                name: "IX_Materials_AddedById",
                table: "Materials");

            migrationBuilder.DropColumn(
                name: "ListedAt",
                table: "Papers");

            migrationBuilder.DropColumn(
                name: "AddedById",
                table: "Materials");

            migrationBuilder.DropColumn(
                name: "IsPublic",
                table: "Materials");
        }
    }
}
